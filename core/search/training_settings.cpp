#include "core/search/training_settings.h"

#include <algorithm>

namespace cw {

TrainingSettings trainingSettings(const Settings& settings)
{
    TrainingSettings t;
    t.epochs = settings.integer("epochs");
    t.steps = settings.integer("steps");
    t.batch = settings.integer("batch");
    t.learningRate = settings.real("learning_rate");
    t.cosine = settings.text("schedule") == "cosine";
    t.momentum = settings.real("momentum");
    t.weightDecay = settings.real("weight_decay");
    t.clip = settings.real("clip");
    if (settings.has("dropout"))
        t.dropout = settings.real("dropout");
    t.flip = settings.boolean("flip");
    t.cropPadding = static_cast<int>(settings.integer("crop_padding"));
    t.recalibrateBatches = settings.integer("recalibrate_batches");
    t.validationFraction = settings.real("validation_fraction");
    t.trainLimit = settings.integer("train_limit");
    t.validationLimit = settings.integer("validation_limit");
    return t;
}

std::int64_t batchesPerEpoch(std::int64_t images, std::int64_t batch) { return std::max<std::int64_t>(1, images / batch); }

std::int64_t stepBudget(const TrainingSettings& settings, std::int64_t images)
{
    return settings.steps > 0 ? settings.steps : settings.epochs * batchesPerEpoch(images, settings.batch);
}

} // namespace cw
