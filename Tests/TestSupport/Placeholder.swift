// shared makers and fakes for tests
