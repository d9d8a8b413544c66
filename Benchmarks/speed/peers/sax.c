// libxml2's SAX2 parser over a file, which only counts: the least that anything on top of it can cost.
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <string.h>

static size_t elements, bytes;

static void start(
  void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces, const xmlChar **declared, int count,
  int defaulted, const xmlChar **attributes) {
  (void)state, (void)name, (void)prefix, (void)space, (void)spaces, (void)declared, (void)defaulted;
  elements++;
  for (int index = 0; index < count; index++) bytes += (size_t)(attributes[index * 5 + 4] - attributes[index * 5 + 3]);
}
static void end(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
  (void)state, (void)name, (void)prefix, (void)space;
}
static void text(void *state, const xmlChar *start, int count) {
  (void)state, (void)start;
  bytes += (size_t)count;
}

int main(int count, char **arguments) {
  if (count < 2) return 64;
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start;
  handler.endElementNs = end;
  handler.characters = handler.ignorableWhitespace = text;
  xmlParserCtxtPtr parser = xmlCreateFileParserCtxt(arguments[1]);
  if (!parser) return 66;
  *parser->sax = handler;
  int status = xmlParseDocument(parser);
  printf("%zu elements, %zu bytes\n", elements, bytes);
  return status == 0 ? 0 : 65;
}
