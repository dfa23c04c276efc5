#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "core/surrogate/kernels.h"

namespace cw {

/// A row-major block of floats whose rows start on cache lines and are padded with zeros to whole steps of the kernels.
/// Owns its memory; copied by value.
class Matrix {
public:
    Matrix() = default;
    Matrix(int rows, int columns)
        : m_rows(rows)
        , m_columns(columns)
        , m_stride((columns + kLanes - 1) / kLanes * kLanes)
        , m_data(allocate(size()))
    {
    }
    Matrix(const Matrix& other)
        : m_rows(other.m_rows)
        , m_columns(other.m_columns)
        , m_stride(other.m_stride)
        , m_data(allocate(size()))
    {
        std::copy_n(other.data(), size(), data());
    }
    Matrix(Matrix&&) = default;
    Matrix& operator=(Matrix other)
    {
        std::swap(m_rows, other.m_rows);
        std::swap(m_columns, other.m_columns);
        std::swap(m_stride, other.m_stride);
        std::swap(m_data, other.m_data);
        return *this;
    }

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    int stride() const { return m_stride; }
    std::size_t size() const { return static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_stride); } ///< with padding
    float* data() { return m_data.get(); }
    const float* data() const { return m_data.get(); }
    float* row(int i) { return data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(m_stride); }
    const float* row(int i) const { return data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(m_stride); }
    void clear() { std::fill_n(data(), size(), 0.0f); }

private:
    struct Free {
        void operator()(float* p) const { std::free(p); }
    };
    /// Zeros; one more step than asked for, because kernels read past a row of gates.
    static std::unique_ptr<float[], Free> allocate(std::size_t count)
    {
        count += kLanes;
        auto* p = static_cast<float*>(std::aligned_alloc(64, count * sizeof(float)));
        if (!p)
            throw std::bad_alloc();
        std::fill_n(p, count, 0.0f);
        return std::unique_ptr<float[], Free>(p);
    }

    int m_rows = 0, m_columns = 0, m_stride = 0;
    std::unique_ptr<float[], Free> m_data;
};

/// c (+)= a b.
inline void multiply(const Matrix& a, const Matrix& b, Matrix& c, int rows, bool add = false)
{
    kernels().multiply(rows, b.columns(), a.columns(), a.data(), a.stride(), 1, b.data(), b.stride(), c.data(), c.stride(), add);
}
/// c += a' b, over the first `rows` rows of both.
inline void addTransposedProduct(const Matrix& a, const Matrix& b, Matrix& c, int rows)
{
    kernels().multiply(a.columns(), b.columns(), rows, a.data(), 1, a.stride(), b.data(), b.stride(), c.data(), c.stride(), true);
}
/// b = a'.
inline void transpose(const Matrix& a, Matrix& b)
{
    constexpr int kTile = 16;
    for (int i0 = 0; i0 < a.rows(); i0 += kTile)
        for (int j0 = 0; j0 < a.columns(); j0 += kTile)
            for (int j = j0; j < std::min(j0 + kTile, a.columns()); ++j)
                for (int i = i0; i < std::min(i0 + kTile, a.rows()); ++i)
                    b.row(j)[i] = a.row(i)[j];
}
/// total[0] += the sum of the first `rows` rows.
inline void addRows(const Matrix& a, Matrix& total, int rows)
{
    for (int i = 0; i < rows; ++i)
        kernels().addScaled(a.stride(), 1.0f, a.row(i), total.row(0));
}

} // namespace cw
