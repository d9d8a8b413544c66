#include "text_block.h"
