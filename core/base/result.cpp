#include "core/base/result.h"

namespace cw {

const char* key(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument: return "invalid-argument";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Io: return "io";
    case ErrorCode::DiskFull: return "disk-full";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::NewerVersion: return "newer-version";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Engine: return "engine";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

} // namespace cw
