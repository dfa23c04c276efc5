#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/export/candidates_csv.h"
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

TEST(CandidatesCsv, IsATableThatOtherProgramsRead)
{
    EXPECT_EQ(candidatesCsv({}), "id,level,parent,role,state,measured_proxy,predicted,predicted_spread,parameters,multiply_adds,validation_loss,seconds,architecture,message\r\n");
    std::vector<StoredCandidate> rows(4);
    for (CandidateId i = 0; i < 4; ++i) {
        rows[i].proposed.id = i + 1;
        rows[i].proposed.arch = *architectureFromText("pnas:c-2.sep5+c-1.max3");
        rows[i].proposed.level = 2;
        rows[i].proposed.parameters = 9'123'456'789;
    }
    rows[0].proposed.parent = 7;
    rows[0].proposed.role = CandidateRole::Sampled;
    rows[0].proposed.predicted = Prediction{0.875, 1e-9};
    rows[0].evaluation.emplace();
    rows[0].evaluation->accuracy = 0.1 + 0.2;
    rows[0].evaluation->loss = std::numeric_limits<double>::infinity();
    rows[0].evaluation->seconds = 3.5;
    rows[1].evaluation.emplace();
    rows[1].evaluation->outcome = Outcome::Failed;
    rows[1].evaluation->message = "It said \"no\", twice:\nno";
    rows[2].evaluation.emplace();
    rows[2].evaluation->outcome = Outcome::Skipped;
    const auto table = candidatesCsv(rows);
    const auto at = table.find("\r\n") + 2;
    EXPECT_EQ(table.substr(at),
              "1,2,7,sampled,measured,0.30000000000000004,0.875,1e-09,9123456789,0,,3.5,pnas:c-2.sep5+c-1.max3,\r\n"
              "2,2,,beam,failed,,,,9123456789,0,,0,pnas:c-2.sep5+c-1.max3,\"It said \"\"no\"\", twice:\nno\"\r\n"
              "3,2,,beam,skipped,,,,9123456789,0,,0,pnas:c-2.sep5+c-1.max3,\r\n"
              "4,2,,beam,waiting,,,,9123456789,0,,,pnas:c-2.sep5+c-1.max3,\r\n");
}

TEST(CandidatesCsv, NamesWhatWasMeasured)
{
    std::vector<StoredCandidate> rows(1);
    rows[0].proposed.arch = *architectureFromText("recurrent:tanh/1.relu");
    rows[0].evaluation.emplace();
    rows[0].evaluation->accuracy = 0.5;
    const auto shared = candidatesCsv(rows, "recurrent", true), alone = candidatesCsv(rows, "recurrent");
    EXPECT_NE(shared.find(",perplexity_with_shared_weights,"), std::string::npos);
    EXPECT_NE(shared.find(",measured,160,"), std::string::npos) << "80 / 0.5, not the reward";
    EXPECT_NE(shared.find("recurrent:tanh/1.relu"), std::string::npos);
    EXPECT_NE(alone.find(",perplexity_proxy,"), std::string::npos);
    EXPECT_NE(candidatesCsv(rows, "micro", true).find(",accuracy_with_shared_weights,"), std::string::npos);
    EXPECT_EQ(shared.find("measured_proxy"), std::string::npos);
}

TEST_F(CellExport, WritesTheTableOfARun)
{
    const auto run = m_folder / "a.cwrun", file = m_folder / "a.csv";
    EXPECT_FALSE(exportCandidates(run, file));
    EXPECT_FALSE(fs::exists(file));
    {
        auto store = RunStore::create(run, RunHeader{});
        ASSERT_TRUE(store) << store.error().message;
        CandidateProposed proposed;
        proposed.id = 1;
        proposed.arch = m_arch;
        ASSERT_TRUE((*store)->append(proposed));
    }
    const auto rows = exportCandidates(run, file);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(*rows, 1u);
    EXPECT_NE(readFile(file)->find(toText(m_arch)), std::string::npos);
    ASSERT_TRUE(writeFileAtomically(file, "before"));
    EXPECT_NE(exportCandidates(run, m_folder / "missing" / "a.csv").error().message.find("Nothing was written"), std::string::npos);
    EXPECT_EQ(*readFile(file), "before");
}

} // namespace
} // namespace cw
