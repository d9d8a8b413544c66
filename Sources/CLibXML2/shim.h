// What Swift cannot reach by itself of libxml2: nothing else belongs here.
#pragma once
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/// Errors are read from the context after the parse; without a handler libxml2 would print them. The handler's error
/// pointer became const in 2.12, so the cast is here.
static inline void sidetone_ignore_error(void *_Nullable context, const xmlError *_Nullable error) {
  (void)context;
  (void)error;
}
static inline void sidetone_quiet(xmlSAXHandler *_Nonnull handler) {
  handler->serror = (xmlStructuredErrorFunc)(void *)sidetone_ignore_error;
}
