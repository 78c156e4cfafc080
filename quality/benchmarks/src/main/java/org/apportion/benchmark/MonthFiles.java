package org.apportion.benchmark;

import java.nio.file.Path;

/** The files of one generated month. */
record MonthFiles(Path folder) {

    /** The bill as a provider would hand it over: FOCUS columns, tags as JSON text. */
    Path costCsv() {
        return folder.resolve("bill").resolve("cost.csv.gz");
    }

    Path usageCsv() {
        return folder.resolve("usage").resolve("usage.csv.gz");
    }

    Path usageParquet() {
        return folder.resolve("usage.parquet");
    }

    /** The same bill with all columns of the lake's table. */
    Path costRecords() {
        return folder.resolve("cost_record.parquet");
    }

    /** The same usage with all columns of the lake's table. */
    Path usageSamples() {
        return folder.resolve("usage_sample.parquet");
    }
}
