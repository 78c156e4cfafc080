package org.apportion.ingest.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping bound to the columns of one file: SQL texts over the source relation, whose alias is {@code s}. Expressions are
 * pure functions of one source row.
 *
 * @param mapping name and version, such as {@code aws-cur-2@1}; the value of x_Mapping
 * @param outputs the records that a source row becomes, at least one. A row becomes one record for each output whose filter
 *     is true; the index in the list tells the records of one row apart
 * @param rejectChecks a row for which any of these is true is rejected
 * @param problems why the file cannot be read with this mapping: missing columns, one sentence each; empty if it can
 * @param used source columns whose content is wholly in the records; all others belong in x_SourceColumns
 * @param versionExpression an aggregate over all rows, as text whose order is the age of the delivery (later is greater)
 * @param junkRows true for rows that are no data: a repeated heading, a total. Leave them out before anything else
 * @param skippedRows true for rows that the mapping leaves out on purpose, because another file of the source holds their
 *     cost. Leave them out before anything else, and count them
 * @param roundedRows true for rows whose cost has more than 18 decimals and is rounded there, half away from zero, as the
 *     mapping or the source's option finer-digits asks. Count them and say so
 * @param billingMonth text such as {@code 2026-10}, null where it cannot be told
 * @param readings expressions that occur several times in the others: cells as texts, and the numbers and times read from
 *     them. Whoever computes each of them once saves most of the work; an expression stands after those it contains
 * @param idColumns source columns that hold account ids: text that a spreadsheet damages into exponent forms
 */
public record MappingPlan(
        String mapping,
        List<RowOutput> outputs,
        List<RejectCheck> rejectChecks,
        List<String> problems,
        Set<String> used,
        Optional<String> versionExpression,
        Optional<String> junkRows,
        Optional<String> skippedRows,
        Optional<String> roundedRows,
        String billingMonth,
        List<String> readings,
        List<String> idColumns) {
    public MappingPlan {
        outputs = List.copyOf(outputs);
        rejectChecks = List.copyOf(rejectChecks);
        problems = List.copyOf(problems);
        used = Set.copyOf(used);
        readings = List.copyOf(readings);
        idColumns = List.copyOf(idColumns);
    }

    /**
     * One record made of a source row.
     *
     * @param filter true for the source rows that have this record; empty: all
     * @param columns lake column to expression, in the order of the table: every FOCUS column and x_ResourceGroup,
     *     x_LineType, x_UsageType, x_Operation. Typed as the lake's column; null where the source has nothing
     */
    public record RowOutput(String name, Optional<String> filter, Map<String, String> columns) {
        public RowOutput {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /**
     * What makes a row unreadable, and what the rejects file says of it.
     *
     * @param column source column, or the lake column if the value is made of several; for the rejects file
     * @param condition true where the row can't be read, else false or null
     * @param code stable name of the reason, such as {@code ROW_NUMBER_UNREADABLE}
     * @param reason one sentence without any of the row's data
     */
    public record RejectCheck(String column, String condition, String code, String reason) {}
}
