#include "core/search/shared_settings.h"

namespace cw {

SharedImageSettings sharedImageSettings(const Settings& s)
{
    SharedImageSettings t;
    t.rounds = s.integer("rounds");
    t.roundSteps = s.integer("round_steps");
    t.batch = s.integer("batch");
    t.learningRate = s.real("learning_rate");
    t.minLearningRate = s.real("min_learning_rate");
    t.restartPeriod = s.integer("restart_period");
    t.restartFactor = s.integer("restart_factor");
    t.momentum = s.real("momentum");
    t.weightDecay = s.real("weight_decay");
    t.clip = s.real("clip");
    t.dropout = s.real("dropout");
    t.auxWeight = s.has("aux_weight") ? s.real("aux_weight") : 0;
    t.flip = s.boolean("flip");
    t.cropPadding = static_cast<int>(s.integer("crop_padding"));
    t.validationFraction = s.real("validation_fraction");
    t.trainLimit = s.integer("train_limit");
    t.validationLimit = s.integer("validation_limit");
    return t;
}

TextTrainingSettings textTrainingSettings(const Settings& s)
{
    const auto optional = [&](const char* key) { return s.has(key) ? s.integer(key) : 0; };
    TextTrainingSettings t;
    t.rounds = optional("rounds");
    t.roundSteps = optional("round_steps");
    t.epochs = optional("epochs");
    t.steps = optional("steps");
    t.hidden = s.integer("hidden");
    t.batch = s.integer("batch");
    t.bptt = s.integer("bptt");
    t.learningRate = s.real("learning_rate");
    t.rateDecay = s.real("rate_decay");
    t.decayFrom = s.integer("decay_from");
    t.weightDecay = s.real("weight_decay");
    t.clip = s.real("clip");
    t.dropoutWords = s.real("dropout_words");
    t.dropoutInput = s.real("dropout_input");
    t.dropoutState = s.real("dropout_state");
    t.dropoutOutput = s.real("dropout_output");
    t.trainLimit = s.integer("train_limit");
    t.validationLimit = s.integer("validation_limit");
    return t;
}

} // namespace cw
