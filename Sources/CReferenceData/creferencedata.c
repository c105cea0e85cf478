#include "creferencedata.h"

// #embed costs the compiler nothing, and the tables cost the program no start-up work and no heap: a page of them is
// read when a lookup touches it. The same rows as Swift literals would take minutes to compile.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define TABLE(name)                                                                                                    \
  creferencedata_table creferencedata_##name(void) {                                                                   \
    return (creferencedata_table){name + CREFERENCEDATA_HEADER, sizeof name - CREFERENCEDATA_HEADER};                  \
  }

static const unsigned char add_ons[] = {
#embed "tables/add_ons.txt"
};
TABLE(add_ons)

static const unsigned char diagnoses[] = {
#embed "tables/diagnoses.txt"
};
TABLE(diagnoses)

static const unsigned char factors[] = {
#embed "tables/factors.txt"
};
TABLE(factors)

static const unsigned char localities[] = {
#embed "tables/localities.txt"
};
TABLE(localities)

static const unsigned char pairs[] = {
#embed "tables/pairs.txt"
};
TABLE(pairs)

static const unsigned char places[] = {
#embed "tables/places.txt"
};
TABLE(places)

static const unsigned char relative_values[] = {
#embed "tables/relative_values.txt"
};
TABLE(relative_values)

static const unsigned char taxonomies[] = {
#embed "tables/taxonomies.txt"
};
TABLE(taxonomies)

static const unsigned char unit_edits[] = {
#embed "tables/unit_edits.txt"
};
TABLE(unit_edits)
