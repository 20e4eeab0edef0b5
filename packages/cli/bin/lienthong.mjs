#!/usr/bin/env node
// Here before the first build: package managers link a command only when its file is there.
import '../dist/main.js';
