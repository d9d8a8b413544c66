#include "builtin_data.h"

// #embed (C23) keeps the files readable in the repository and out of the Swift compiler's way.
static const unsigned char rubric_core[] = {
#embed "rubrics/core.yaml"
};
static const unsigned char rubric_lists_common[] = {
#embed "rubrics/lists/common.yaml"
};
static const unsigned char rubric_lists_feelings[] = {
#embed "rubrics/lists/feelings.yaml"
};
static const unsigned char rubric_cues_acknowledgement[] = {
#embed "rubrics/cues/acknowledgement.yaml"
};
static const unsigned char rubric_cues_questions[] = {
#embed "rubrics/cues/questions.yaml"
};
static const unsigned char rubric_cues_paraphrase[] = {
#embed "rubrics/cues/paraphrase.yaml"
};
static const unsigned char rubric_cues_courtesy[] = {
#embed "rubrics/cues/courtesy.yaml"
};
static const unsigned char rubric_cues_options[] = {
#embed "rubrics/cues/options.yaml"
};
static const unsigned char rubric_cues_follow_through[] = {
#embed "rubrics/cues/follow-through.yaml"
};
static const unsigned char rubric_cues_instructions[] = {
#embed "rubrics/cues/instructions.yaml"
};
static const unsigned char rubric_cues_attention[] = {
#embed "rubrics/cues/attention.yaml"
};
static const unsigned char rubric_cues_emotion[] = {
#embed "rubrics/cues/emotion.yaml"
};
static const unsigned char rubric_cues_customer[] = {
#embed "rubrics/cues/customer.yaml"
};
static const unsigned char rubric_cues_empathy[] = {
#embed "rubrics/cues/empathy.yaml"
};
static const unsigned char rubric_cues_apology[] = {
#embed "rubrics/cues/apology.yaml"
};
static const unsigned char rubric_cues_register[] = {
#embed "rubrics/cues/register.yaml"
};
static const unsigned char rubric_cues_boundaries[] = {
#embed "rubrics/cues/boundaries.yaml"
};
static const unsigned char rubric_cues_warmth[] = {
#embed "rubrics/cues/warmth.yaml"
};
static const unsigned char rubric_techniques_t1_active_listening[] = {
#embed "rubrics/techniques/t1-active-listening.yaml"
};
static const unsigned char rubric_techniques_t2_clarity[] = {
#embed "rubrics/techniques/t2-clarity.yaml"
};
static const unsigned char rubric_techniques_t3_tone_empathy[] = {
#embed "rubrics/techniques/t3-tone-empathy.yaml"
};
static const unsigned char rubric_techniques_t4_stay_calm[] = {
#embed "rubrics/techniques/t4-stay-calm.yaml"
};
static const unsigned char rubric_techniques_t5_de_escalate[] = {
#embed "rubrics/techniques/t5-de-escalate.yaml"
};
static const unsigned char rubric_techniques_t6_apologize[] = {
#embed "rubrics/techniques/t6-apologize.yaml"
};
static const unsigned char rubric_techniques_t7_right_questions[] = {
#embed "rubrics/techniques/t7-right-questions.yaml"
};
static const unsigned char rubric_techniques_t8_offer_options[] = {
#embed "rubrics/techniques/t8-offer-options.yaml"
};
static const unsigned char rubric_techniques_t9_follow_through[] = {
#embed "rubrics/techniques/t9-follow-through.yaml"
};
static const unsigned char rubric_techniques_t10_personalize[] = {
#embed "rubrics/techniques/t10-personalize.yaml"
};
static const unsigned char rubric_techniques_t11_extra_mile[] = {
#embed "rubrics/techniques/t11-extra-mile.yaml"
};
static const unsigned char rubric_techniques_t12_continuous_improvement[] = {
#embed "rubrics/techniques/t12-continuous-improvement.yaml"
};
static const unsigned char rubric_techniques_t13_focused_attention[] = {
#embed "rubrics/techniques/t13-focused-attention.yaml"
};
static const unsigned char rubric_techniques_t14_respect_differences[] = {
#embed "rubrics/techniques/t14-respect-differences.yaml"
};
static const unsigned char rubric_techniques_t15_disagree_respectfully[] = {
#embed "rubrics/techniques/t15-disagree-respectfully.yaml"
};
static const unsigned char rubric_cues_learned[] = {
#embed "rubrics/cues/learned.yaml"
};
static const unsigned char rubric_models_apology[] = {
#embed "rubrics/models/apology.tsv"
};
static const unsigned char rubric_models_caring[] = {
#embed "rubrics/models/caring.tsv"
};
static const unsigned char rubric_models_clarifying_question[] = {
#embed "rubrics/models/clarifying-question.tsv"
};
static const unsigned char rubric_models_complaint[] = {
#embed "rubrics/models/complaint.tsv"
};
static const unsigned char rubric_models_curtness[] = {
#embed "rubrics/models/curtness.tsv"
};
static const unsigned char rubric_models_politeness[] = {
#embed "rubrics/models/politeness.tsv"
};
static const unsigned char rubric_models_respectful[] = {
#embed "rubrics/models/respectful.tsv"
};
static const unsigned char rubric_models_solution_focus[] = {
#embed "rubrics/models/solution-focus.tsv"
};
static const unsigned char rubric_models_steps[] = {
#embed "rubrics/models/steps.tsv"
};
static const unsigned char rubric_models_tailor_preference[] = {
#embed "rubrics/models/tailor-preference.tsv"
};
static const unsigned char rubric_models_understanding[] = {
#embed "rubrics/models/understanding.tsv"
};
static const unsigned char rubric_models_warmth[] = {
#embed "rubrics/models/warmth.tsv"
};

static const builtin_file files[] = {
    {"rubrics/core.yaml", rubric_core, sizeof rubric_core},
    {"rubrics/lists/common.yaml", rubric_lists_common, sizeof rubric_lists_common},
    {"rubrics/lists/feelings.yaml", rubric_lists_feelings, sizeof rubric_lists_feelings},
    {"rubrics/cues/acknowledgement.yaml", rubric_cues_acknowledgement, sizeof rubric_cues_acknowledgement},
    {"rubrics/cues/questions.yaml", rubric_cues_questions, sizeof rubric_cues_questions},
    {"rubrics/cues/paraphrase.yaml", rubric_cues_paraphrase, sizeof rubric_cues_paraphrase},
    {"rubrics/cues/courtesy.yaml", rubric_cues_courtesy, sizeof rubric_cues_courtesy},
    {"rubrics/cues/options.yaml", rubric_cues_options, sizeof rubric_cues_options},
    {"rubrics/cues/follow-through.yaml", rubric_cues_follow_through, sizeof rubric_cues_follow_through},
    {"rubrics/cues/instructions.yaml", rubric_cues_instructions, sizeof rubric_cues_instructions},
    {"rubrics/cues/attention.yaml", rubric_cues_attention, sizeof rubric_cues_attention},
    {"rubrics/cues/emotion.yaml", rubric_cues_emotion, sizeof rubric_cues_emotion},
    {"rubrics/cues/customer.yaml", rubric_cues_customer, sizeof rubric_cues_customer},
    {"rubrics/cues/empathy.yaml", rubric_cues_empathy, sizeof rubric_cues_empathy},
    {"rubrics/cues/apology.yaml", rubric_cues_apology, sizeof rubric_cues_apology},
    {"rubrics/cues/register.yaml", rubric_cues_register, sizeof rubric_cues_register},
    {"rubrics/cues/boundaries.yaml", rubric_cues_boundaries, sizeof rubric_cues_boundaries},
    {"rubrics/cues/warmth.yaml", rubric_cues_warmth, sizeof rubric_cues_warmth},
    {"rubrics/techniques/t1-active-listening.yaml", rubric_techniques_t1_active_listening, sizeof rubric_techniques_t1_active_listening},
    {"rubrics/techniques/t2-clarity.yaml", rubric_techniques_t2_clarity, sizeof rubric_techniques_t2_clarity},
    {"rubrics/techniques/t3-tone-empathy.yaml", rubric_techniques_t3_tone_empathy, sizeof rubric_techniques_t3_tone_empathy},
    {"rubrics/techniques/t4-stay-calm.yaml", rubric_techniques_t4_stay_calm, sizeof rubric_techniques_t4_stay_calm},
    {"rubrics/techniques/t5-de-escalate.yaml", rubric_techniques_t5_de_escalate, sizeof rubric_techniques_t5_de_escalate},
    {"rubrics/techniques/t6-apologize.yaml", rubric_techniques_t6_apologize, sizeof rubric_techniques_t6_apologize},
    {"rubrics/techniques/t7-right-questions.yaml", rubric_techniques_t7_right_questions, sizeof rubric_techniques_t7_right_questions},
    {"rubrics/techniques/t8-offer-options.yaml", rubric_techniques_t8_offer_options, sizeof rubric_techniques_t8_offer_options},
    {"rubrics/techniques/t9-follow-through.yaml", rubric_techniques_t9_follow_through, sizeof rubric_techniques_t9_follow_through},
    {"rubrics/techniques/t10-personalize.yaml", rubric_techniques_t10_personalize, sizeof rubric_techniques_t10_personalize},
    {"rubrics/techniques/t11-extra-mile.yaml", rubric_techniques_t11_extra_mile, sizeof rubric_techniques_t11_extra_mile},
    {"rubrics/techniques/t12-continuous-improvement.yaml", rubric_techniques_t12_continuous_improvement, sizeof rubric_techniques_t12_continuous_improvement},
    {"rubrics/techniques/t13-focused-attention.yaml", rubric_techniques_t13_focused_attention, sizeof rubric_techniques_t13_focused_attention},
    {"rubrics/techniques/t14-respect-differences.yaml", rubric_techniques_t14_respect_differences, sizeof rubric_techniques_t14_respect_differences},
    {"rubrics/techniques/t15-disagree-respectfully.yaml", rubric_techniques_t15_disagree_respectfully, sizeof rubric_techniques_t15_disagree_respectfully},
    {"rubrics/cues/learned.yaml", rubric_cues_learned, sizeof rubric_cues_learned},
    {"rubrics/models/apology.tsv", rubric_models_apology, sizeof rubric_models_apology},
    {"rubrics/models/caring.tsv", rubric_models_caring, sizeof rubric_models_caring},
    {"rubrics/models/clarifying-question.tsv", rubric_models_clarifying_question, sizeof rubric_models_clarifying_question},
    {"rubrics/models/complaint.tsv", rubric_models_complaint, sizeof rubric_models_complaint},
    {"rubrics/models/curtness.tsv", rubric_models_curtness, sizeof rubric_models_curtness},
    {"rubrics/models/politeness.tsv", rubric_models_politeness, sizeof rubric_models_politeness},
    {"rubrics/models/respectful.tsv", rubric_models_respectful, sizeof rubric_models_respectful},
    {"rubrics/models/solution-focus.tsv", rubric_models_solution_focus, sizeof rubric_models_solution_focus},
    {"rubrics/models/steps.tsv", rubric_models_steps, sizeof rubric_models_steps},
    {"rubrics/models/tailor-preference.tsv", rubric_models_tailor_preference, sizeof rubric_models_tailor_preference},
    {"rubrics/models/understanding.tsv", rubric_models_understanding, sizeof rubric_models_understanding},
    {"rubrics/models/warmth.tsv", rubric_models_warmth, sizeof rubric_models_warmth},
};

size_t builtin_file_count(void) { return sizeof files / sizeof files[0]; }
builtin_file builtin_file_at(size_t index) { return files[index]; }
