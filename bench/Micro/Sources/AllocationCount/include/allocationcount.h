/// How often this process has asked for memory so far: malloc and its kin, counted before the C library serves them.
long allocationcount_total(void);
