#include <algorithm>
#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>
#include <jerror.h>

#include "core/dataset/image_formats.h"

// libjpeg reports errors by a function that must not return: it jumps back here. Nothing with a destructor lives between
// setjmp and the jump; all state is in JpegReader, outside of it.

namespace cw {
namespace {

constexpr int kMaxScans = 200;                  // a progressive bomb repeats scans without end
constexpr long kHarmlessExtraBytes = 16;        // some cameras leave a few before the end marker

struct JpegReader {
    jpeg_decompress_struct info;
    jpeg_error_mgr errors;
    jpeg_progress_mgr progress;
    std::jmp_buf back;
    char message[JMSG_LENGTH_MAX];
    bool truncated, damaged;
    int orientation;
    Picture picture;
    std::vector<JSAMPLE> row;

    explicit JpegReader(Bytes bytes);
    ~JpegReader() { jpeg_destroy_decompress(&info); }
    JpegReader(const JpegReader&) = delete;

    bool readHeader();
    bool decode(int sideHint);
    Error why() const;

private:
    bool decodeRows();
    Bytes m_bytes;
};

JpegReader& self(j_common_ptr info) { return *static_cast<JpegReader*>(info->client_data); }

[[noreturn]] void onError(j_common_ptr info)
{
    auto& reader = self(info);
    info->err->format_message(info, reader.message);
    std::longjmp(reader.back, 1);
}

void onMessage(j_common_ptr info, int level)
{
    if (level >= 0)
        return;
    auto& reader = self(info);
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF: reader.truncated = true; break;
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR: break;
    case JWRN_EXTRANEOUS_DATA:
        reader.damaged = reader.damaged || info->err->msg_parm.i[0] > kHarmlessExtraBytes || info->err->msg_parm.i[1] != JPEG_EOI;
        break;
    default: reader.damaged = true;
    }
}

void onOutput(j_common_ptr) {}

void onProgress(j_common_ptr info)
{
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMaxScans) {
        std::snprintf(self(info).message, JMSG_LENGTH_MAX, "more than %d scans", kMaxScans);
        std::longjmp(self(info).back, 1);
    }
}

JpegReader::JpegReader(Bytes bytes) : info(), errors(), progress(), back(), message(), truncated(false), damaged(false), orientation(1), m_bytes(bytes)
{
    info.err = jpeg_std_error(&errors);
    errors.error_exit = onError;
    errors.emit_message = onMessage;
    errors.output_message = onOutput;
    progress.progress_monitor = onProgress;
    info.client_data = this;
}

bool JpegReader::readHeader()
{
    if (setjmp(back) != 0)
        return false;
    jpeg_create_decompress(&info);
    info.progress = &progress;
    jpeg_mem_src(&info, m_bytes.data(), static_cast<unsigned long>(m_bytes.size()));
    jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
    if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK)
        return false;
    for (auto* marker = info.marker_list; marker && orientation == 1; marker = marker->next)
        orientation = exifOrientation({marker->data, marker->data_length});
    return true;
}

bool JpegReader::decode(int sideHint)
{
    const auto shortSide = std::min(info.image_width, info.image_height);
    info.scale_num = 1;
    info.scale_denom = 1;
    // The transform of 8x8 blocks gives 1/2, 1/4 and 1/8 at once; twice the wanted size is left for averaging.
    while (sideHint > 0 && info.scale_denom < 8 && shortSide / (info.scale_denom * 2) >= static_cast<JDIMENSION>(2 * sideHint))
        info.scale_denom *= 2;
    const bool cmyk = info.num_components == 4;
    info.out_color_space = cmyk ? JCS_CMYK : info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_calc_output_dimensions(&info);
    picture = makePicture(static_cast<int>(info.output_width), static_cast<int>(info.output_height), info.num_components == 1 ? 1 : 3);
    if (cmyk)
        row.resize(static_cast<std::size_t>(info.output_width) * 4);
    return decodeRows();
}

bool JpegReader::decodeRows()
{
    if (setjmp(back) != 0)
        return false;
    jpeg_start_decompress(&info);
    const auto stride = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.channels);
    while (info.output_scanline < info.output_height) {
        auto* target = picture.pixels.data() + info.output_scanline * stride;
        JSAMPROW line = row.empty() ? target : row.data();
        jpeg_read_scanlines(&info, &line, 1);
        for (std::size_t i = 0; i < row.size() / 4; ++i) // Adobe stores CMYK inverted: 255 is no ink
            for (std::size_t c = 0; c < 3; ++c) {
                const int ink = info.saw_Adobe_marker ? row[4 * i + c] : 255 - row[4 * i + c];
                const int black = info.saw_Adobe_marker ? row[4 * i + 3] : 255 - row[4 * i + 3];
                target[3 * i + c] = static_cast<std::uint8_t>(ink * black / 255);
            }
    }
    jpeg_finish_decompress(&info);
    return true;
}

Error JpegReader::why() const
{
    if (truncated)
        return cw::truncated();
    return message[0] ? cw::damaged(std::string("Damaged JPEG: ") + message + ".") : cw::damaged("Damaged JPEG: its data does not make sense.");
}

} // namespace

bool matchesJpeg(Bytes bytes) { return bytes.size() >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff; }

Result<ImageHeader> jpegHeader(Bytes bytes)
{
    JpegReader reader(bytes);
    if (!reader.readHeader())
        return reader.why();
    const auto& info = reader.info;
    if (auto status = checkImageSize(info.image_width, info.image_height); !status)
        return status.error();
    ImageHeader header{static_cast<int>(info.image_width), static_cast<int>(info.image_height), info.num_components == 1 ? 1 : 3};
    if (reader.orientation >= 5)
        std::swap(header.width, header.height);
    return header;
}

Result<Picture> decodeJpeg(Bytes bytes, int sideHint)
{
    JpegReader reader(bytes);
    if (!reader.readHeader())
        return reader.why();
    if (auto status = checkImageSize(reader.info.image_width, reader.info.image_height); !status)
        return status.error();
    if (!reader.decode(sideHint) || reader.truncated || reader.damaged)
        return reader.why();
    applyOrientation(reader.picture, reader.orientation);
    return std::move(reader.picture);
}

} // namespace cw
