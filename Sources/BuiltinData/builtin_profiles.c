#include "builtin_data.h"

// Source profiles: mapping files in the language that users write theirs in. The order is that of detection.
static const unsigned char profile_amazon_connect[] = {
#embed "profiles/amazon-connect.yaml"
};
static const unsigned char profile_genesys_cloud[] = {
#embed "profiles/genesys-cloud.yaml"
};
static const unsigned char profile_five9_calllog[] = {
#embed "profiles/five9-calllog.yaml"
};
static const unsigned char profile_nice_cxone[] = {
#embed "profiles/nice-cxone.yaml"
};
static const unsigned char profile_talkdesk_calls[] = {
#embed "profiles/talkdesk-calls.yaml"
};
static const unsigned char profile_verint_recording[] = {
#embed "profiles/verint-recording.yaml"
};
static const unsigned char profile_zendesk[] = {
#embed "profiles/zendesk.yaml"
};
static const unsigned char profile_freshdesk_xml[] = {
#embed "profiles/freshdesk-xml.yaml"
};
static const unsigned char profile_salesforce_chat[] = {
#embed "profiles/salesforce-chat.yaml"
};
static const unsigned char profile_intercom[] = {
#embed "profiles/intercom.yaml"
};
static const unsigned char profile_dialpad[] = {
#embed "profiles/dialpad.yaml"
};
static const unsigned char profile_uccx[] = {
#embed "profiles/uccx.yaml"
};
static const unsigned char profile_asterisk_queue_log[] = {
#embed "profiles/asterisk-queue-log.yaml"
};
static const unsigned char profile_avaya_smdr[] = {
#embed "profiles/avaya-smdr.yaml"
};
static const unsigned char profile_3cx[] = {
#embed "profiles/3cx.yaml"
};
static const unsigned char profile_stt_json[] = {
#embed "profiles/stt-json.yaml"
};
static const unsigned char profile_transcripts_text[] = {
#embed "profiles/transcripts-text.yaml"
};

static const builtin_file files[] = {
    {"amazon-connect", profile_amazon_connect, sizeof profile_amazon_connect},
    {"genesys-cloud", profile_genesys_cloud, sizeof profile_genesys_cloud},
    {"five9-calllog", profile_five9_calllog, sizeof profile_five9_calllog},
    {"nice-cxone", profile_nice_cxone, sizeof profile_nice_cxone},
    {"talkdesk-calls", profile_talkdesk_calls, sizeof profile_talkdesk_calls},
    {"verint-recording", profile_verint_recording, sizeof profile_verint_recording},
    {"zendesk", profile_zendesk, sizeof profile_zendesk},
    {"freshdesk-xml", profile_freshdesk_xml, sizeof profile_freshdesk_xml},
    {"salesforce-chat", profile_salesforce_chat, sizeof profile_salesforce_chat},
    {"intercom", profile_intercom, sizeof profile_intercom},
    {"dialpad", profile_dialpad, sizeof profile_dialpad},
    {"uccx", profile_uccx, sizeof profile_uccx},
    {"asterisk-queue-log", profile_asterisk_queue_log, sizeof profile_asterisk_queue_log},
    {"avaya-smdr", profile_avaya_smdr, sizeof profile_avaya_smdr},
    {"3cx", profile_3cx, sizeof profile_3cx},
    {"stt-json", profile_stt_json, sizeof profile_stt_json},
    {"transcripts-text", profile_transcripts_text, sizeof profile_transcripts_text},
};

size_t builtin_profile_count(void) { return sizeof files / sizeof files[0]; }
builtin_file builtin_profile_at(size_t index) { return files[index]; }
