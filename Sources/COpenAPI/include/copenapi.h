// The service's own OpenAPI description, as bytes in the binary.
#pragma once
#include <stddef.h>

// Both return static storage and write its length; the bytes end in no zero.
const unsigned char *copenapi_yaml(size_t *count);
const unsigned char *copenapi_json(size_t *count);
