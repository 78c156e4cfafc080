package org.apportion.cli;

/** How a command prints its answer. */
enum OutputFormat {
    table,
    json,
    csv
}
