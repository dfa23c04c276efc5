#include "core/nn/picture_functions_internal.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/nn/picture_kernels.h"

namespace cw::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;

bool served(const at::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4 && x.numel() > 0; }
PictureShape shapeOf(const at::Tensor& x) { return {x.size(0), x.size(2), x.size(3), x.size(1)}; }
const float* data(const at::Tensor& x) { return x.data_ptr<float>(); }
at::Tensor likePicture(const at::Tensor& x) { return at::empty(x.sizes(), x.options(), kLayout); }

struct Depthwise : Function<Depthwise> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& weight)
    {
        const auto x = input.contiguous(kLayout), w = weight.contiguous();
        auto y = likePicture(x);
        pictureKernels().depthwise(shapeOf(x), static_cast<int>(w.size(2)), data(x), data(w), y.data_ptr<float>());
        context->save_for_backward({x, w});
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &w = saved[1];
        const auto dy = gradients[0].contiguous(kLayout);
        auto dx = likePicture(x), dw = at::empty(w.sizes(), w.options());
        pictureKernels().depthwiseBackward(shapeOf(x), static_cast<int>(w.size(2)), data(x), data(w), data(dy), dx.data_ptr<float>(), dw.data_ptr<float>());
        return {dx, dw};
    }
};

struct MaximumAround : Function<MaximumAround> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input)
    {
        const auto x = input.contiguous(kLayout);
        auto y = likePicture(x);
        pictureKernels().maximum(shapeOf(x), data(x), y.data_ptr<float>());
        context->save_for_backward({x});
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto x = context->get_saved_variables()[0], dy = gradients[0].contiguous(kLayout);
        auto dx = likePicture(x);
        pictureKernels().maximumBackward(shapeOf(x), data(x), data(dy), dx.data_ptr<float>());
        return {dx};
    }
};

struct AverageAround : Function<AverageAround> {
    static at::Tensor forward(AutogradContext*, const at::Tensor& input)
    {
        const auto x = input.contiguous(kLayout);
        auto y = likePicture(x);
        pictureKernels().average(shapeOf(x), data(x), y.data_ptr<float>());
        return y;
    }
    static variable_list backward(AutogradContext*, const variable_list& gradients)
    {
        const auto dy = gradients[0].contiguous(kLayout);
        auto dx = likePicture(dy);
        pictureKernels().averageBackward(shapeOf(dy), data(dy), dx.data_ptr<float>());
        return {dx};
    }
};

struct NormalizeBatch : Function<NormalizeBatch> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift, const at::Tensor& mean,
                              const at::Tensor& inverse, bool rectified)
    {
        auto y = likePicture(x);
        pictureKernels().normalize(shapeOf(x), data(x), {data(scale), data(shift), data(mean), data(inverse), rectified}, y.data_ptr<float>());
        context->save_for_backward({x, scale, shift, mean, inverse});
        context->saved_data["rectified"] = rectified;
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &scale = saved[1];
        const auto dy = gradients[0].contiguous(kLayout);
        auto dx = likePicture(x), dScale = at::empty(scale.sizes(), scale.options()), dShift = at::empty(scale.sizes(), scale.options());
        const NormView norm{data(scale), data(saved[2]), data(saved[3]), data(saved[4]), context->saved_data["rectified"].toBool()};
        pictureKernels().normalizeBackward(shapeOf(x), data(x), norm, data(dy), dx.data_ptr<float>(), dScale.data_ptr<float>(), dShift.data_ptr<float>());
        return {dx, dScale, dShift, {}, {}, {}};
    }
};

} // namespace

at::Tensor depthwiseConvolution(const at::Tensor& x, const at::Tensor& weight)
{
    const auto kernel = weight.size(2);
    if (served(x) && kernel == weight.size(3) && (kernel == 3 || kernel == 5 || kernel == 7))
        return Depthwise::apply(x, weight);
    return at::conv2d(x, weight, {}, {1, 1}, {kernel / 2, weight.size(3) / 2}, {1, 1}, x.size(1));
}

at::Tensor poolAround(const at::Tensor& x, bool maximum)
{
    if (served(x))
        return maximum ? MaximumAround::apply(x) : AverageAround::apply(x);
    return maximum ? at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1}) : at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, /*ceil_mode=*/false, /*count_include_pad=*/false);
}

at::Tensor normalizeBatch(const at::Tensor& input, const at::Tensor& scale, const at::Tensor& shift, const NormalizeOptions& options)
{
    if (!served(input)) {
        auto y = at::batch_norm(input, scale, shift, options.mean, options.variance, true, options.momentum, options.epsilon, true);
        return options.rectified ? at::relu_(y) : y;
    }
    const auto x = input.contiguous(kLayout);
    auto mean = at::empty(scale.sizes(), scale.options().requires_grad(false)), inverse = at::empty_like(mean);
    {
        const at::NoGradGuard guard;
        pictureKernels().statistics(shapeOf(x), data(x), mean.data_ptr<float>(), inverse.data_ptr<float>());
        if (options.mean.defined()) {
            const auto pixels = static_cast<double>(x.numel() / x.size(1));
            at::Tensor(options.mean).lerp_(mean, options.momentum);
            at::Tensor(options.variance).lerp_(inverse * (pixels / std::max(1.0, pixels - 1)), options.momentum);
        }
        inverse.add_(options.epsilon).rsqrt_();
    }
    return NormalizeBatch::apply(x, scale, shift, mean, inverse, options.rectified);
}

} // namespace cw::nn
