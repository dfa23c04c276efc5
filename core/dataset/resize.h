#pragma once
#include <cstdint>
#include <span>

#include "core/arch/network_plan.h"
#include "core/dataset/picture.h"

namespace cw {

/// Brings a picture to a shape: the short side is scaled to fit and the rest cropped from the centre; area averaging
/// where it shrinks, bilinear where it grows; colour to grey by 0.299 R + 0.587 G + 0.114 B, grey to colour by repeating.
/// Integer arithmetic: the same bytes on every machine, and a plain area keeps its exact value.
/// `out` has height * width * channels bytes, [H, W, C]. The source must not be empty.
void fitPicture(const PictureView& source, const ImageShape& shape, std::span<std::uint8_t> out);

} // namespace cw
