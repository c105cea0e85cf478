#include "copenapi.h"

// #embed keeps openapi.yaml at the project's root the only copy, costs the compiler nothing and is tracked as a
// dependency; a Swift array literal of this size would take seconds to type-check.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char yaml[] = {
#embed "../../openapi.yaml"
};

// openapi.json is openapi.yaml in its other spelling, written by scripts/check-service --write.
static const unsigned char json[] = {
#embed "openapi.json"
};

const unsigned char *copenapi_yaml(size_t *count) {
  *count = sizeof yaml;
  return yaml;
}

const unsigned char *copenapi_json(size_t *count) {
  *count = sizeof json;
  return json;
}
