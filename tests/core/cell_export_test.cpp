#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/export/cell_export.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

class CellExport : public testing::Test {
protected:
    void SetUp() override
    {
        auto pattern = (fs::temp_directory_path() / "cellwright-export-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        m_folder = pattern;
    }
    void TearDown() override
    {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    fs::path m_folder;
    Architecture m_arch = *resolveArchitecture("pnasnet-5");
};

TEST_F(CellExport, WritesFilesThatReadBack)
{
    const auto path = m_folder / "cell.json";
    ASSERT_TRUE(exportArchitecture(m_arch, "json", path));
    EXPECT_EQ(*resolveArchitecture(path.string()), m_arch);
    EXPECT_EQ(*readFile(path), *readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.json"));
    ASSERT_TRUE(exportArchitecture(m_arch, "dot", path)); // replaces what is there
    EXPECT_EQ(*readFile(path), *readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.dot"));
}

TEST_F(CellExport, RefusesWithoutWriting)
{
    EXPECT_EQ(exportArchitecture(m_arch, "svg", m_folder / "a").error().code, ErrorCode::Unsupported);
    EXPECT_EQ(exportArchitecture(m_arch, "doc", m_folder / "a").error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(exportArchitecture(m_arch, "json", m_folder / "missing" / "a"));
    EXPECT_EQ(exportArchitecture(m_arch, "json", m_folder).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(fs::is_directory(m_folder));
    const auto pipe = m_folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(exportArchitecture(m_arch, "json", pipe).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(fs::is_fifo(pipe));
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), {}), 1) << "nothing is left behind";
}

} // namespace
} // namespace cw
