package org.apportion.ingest.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked mapping.
 *
 * @param title what it reads, for people
 * @param detectAll headings that such a bill has
 * @param detectNone headings that such a bill doesn't have
 * @param options option to its allowed values and default
 * @param nulls texts that stand for nothing, besides the empty cell
 * @param numberNulls texts that stand for nothing in numbers and times
 * @param dates patterns of dates besides ISO 8601, as in java.time
 * @param zone time zone of times without an offset
 * @param decimalMark decimal mark of numbers; {@code auto}: a comma or a point, whichever comes last
 * @param roundFinerDigits costs with more than 18 decimals are rounded rather than refused
 * @param ids columns that hold account ids
 * @param keep columns that stay in x_SourceColumns although they are read
 * @param sameNames each FOCUS or x_ column without a rule is taken from the source column of its name
 * @param columns lake column to rule
 * @param rows further records of a row
 * @param skip rows whose cost another file of the source holds
 * @param junk rows that are no data
 * @param deliveryVersion the time inside the data that tells deliveries apart
 */
record MappingDefinition(
        String name,
        int version,
        String title,
        List<String> detectAll,
        List<String> detectNone,
        Map<String, Option> options,
        Optional<Datasets> datasets,
        List<String> nulls,
        List<String> numberNulls,
        List<String> dates,
        String zone,
        String decimalMark,
        boolean roundFinerDigits,
        List<List<String>> required,
        List<List<String>> ids,
        List<List<String>> keep,
        boolean sameNames,
        List<TagSource> tags,
        Map<String, Expression> columns,
        List<FurtherRow> rows,
        Optional<Condition> skip,
        Optional<Condition> junk,
        Optional<Expression> deliveryVersion) {

    /** @param allowed empty: any value */
    record Option(String standard, List<String> allowed) {}

    /**
     * Tells from a file's name which data set it holds, if the source holds several.
     *
     * @param option the option that says which data sets the source holds
     * @param together the value of that option for all of them
     * @param patterns data set to a regular expression that is found in the names of its files
     */
    record Datasets(String option, String together, Map<String, String> patterns) {}

    /**
     * A second record of some rows.
     *
     * @param columns lake columns that differ from the first record
     */
    record FurtherRow(String name, Condition condition, Map<String, Expression> columns) {}
}
