// What Swift cannot reach by itself of libxml2: nothing else belongs here.
#pragma once
#include <stdio.h>
// libxml2's encoding.h would bring in the system's ICU, whose types clash with those of Foundation's own ICU where both are
// imported. The members that go with it are the last of a struct that we only ever hold by pointer.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/// The first error of a parse: what comes after it is only its consequence.
typedef struct {
  int line;
  long offset;
  char message[240];
} sidetone_xml_error;

/// The handler's error pointer became const in 2.12, so the cast is here. The context's `_private` points to a
/// `sidetone_xml_error` while it parses.
static inline void sidetone_keep_error(void *_Nullable state, const xmlError *_Nullable error) {
  (void)state;
  if (!error || error->level < XML_ERR_ERROR || !error->ctxt) return;
  xmlParserCtxtPtr context = (xmlParserCtxtPtr)error->ctxt;
  sidetone_xml_error *first = (sidetone_xml_error *)context->_private;
  if (!first || first->line) return;
  first->line = error->line > 0 ? error->line : 1;
  first->offset = xmlByteConsumed(context);
  snprintf(first->message, sizeof first->message, "%s", error->message ? error->message : "not well-formed");
}
static inline void sidetone_install_error_handler(xmlSAXHandler *_Nonnull handler) {
  handler->serror = (xmlStructuredErrorFunc)(void *)sidetone_keep_error;
}
