// The reference tables as bytes in the binary: constant, read only, there from the start.
#pragma once
#include <stddef.h>

// Every table begins with a header of this many bytes, for people; scripts/reference-data writes it.
#define CREFERENCEDATA_HEADER 512

// Static storage and its length without the header; the bytes end in no zero.
typedef struct {
  const unsigned char *start;
  size_t count;
} creferencedata_table;

creferencedata_table creferencedata_add_ons(void);
creferencedata_table creferencedata_diagnoses(void);
creferencedata_table creferencedata_factors(void);
creferencedata_table creferencedata_localities(void);
creferencedata_table creferencedata_pairs(void);
creferencedata_table creferencedata_places(void);
creferencedata_table creferencedata_relative_values(void);
creferencedata_table creferencedata_taxonomies(void);
creferencedata_table creferencedata_unit_edits(void);
