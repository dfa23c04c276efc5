#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace cw {

/// What kind of thing went wrong; `key()` gives the stable name used in JSON.
enum class ErrorCode { InvalidArgument, NotFound, Io, DiskFull, Corrupt, Unsupported, NewerVersion, Busy, Engine, Internal };

/// Stable name of a code, e.g. "not-found"; part of the command line contract.
const char* key(ErrorCode code);

/// What went wrong, in words for the user (what happened, what was kept, what to do), plus detail for the log.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string detail;
};

/// A value or an error. Errors are values at every module boundary; no exception crosses one.
template<class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_v(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_v(std::in_place_index<1>, std::move(error)) {}
    explicit operator bool() const { return m_v.index() == 0; }
    T& operator*() & { return std::get<0>(m_v); }
    const T& operator*() const& { return std::get<0>(m_v); }
    T&& operator*() && { return std::get<0>(std::move(m_v)); }
    T* operator->() { return &std::get<0>(m_v); }
    const T* operator->() const { return &std::get<0>(m_v); }
    const Error& error() const { return std::get<1>(m_v); }

private:
    std::variant<T, Error> m_v;
};

/// Success or an error.
template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}
    explicit operator bool() const { return !m_error; }
    const Error& error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};
using Status = Result<void>;

} // namespace cw
