#pragma once
#include <cstdint>
#include <vector>

namespace cw {

/// A decoded picture: 8 bits a channel, rows from the top, channels interleaved, no padding. 1 (grey) or 3 (RGB) channels.
struct Picture {
    int width = 0, height = 0, channels = 0;
    std::vector<std::uint8_t> pixels;
};

/// The same, borrowed.
struct PictureView {
    int width = 0, height = 0, channels = 0;
    const std::uint8_t* pixels = nullptr;

    PictureView() = default;
    PictureView(int w, int h, int c, const std::uint8_t* p) : width(w), height(h), channels(c), pixels(p) {}
    PictureView(const Picture& picture) : PictureView(picture.width, picture.height, picture.channels, picture.pixels.data()) {}
};

} // namespace cw
