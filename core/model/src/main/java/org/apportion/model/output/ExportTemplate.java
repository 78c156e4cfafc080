package org.apportion.model.output;

import java.math.RoundingMode;
import java.util.List;

/**
 * Layout of a cost-center export.
 *
 * @param groupBy fields of a price line by which amounts are summed to one row, in this order: {@code cost-center},
 *     {@code unit}, {@code customer}, {@code account}, {@code service}, {@code component}, {@code product-number},
 *     {@code currency}
 * @param scale decimals of the amount
 * @param rounding how the total of all rows is rounded; rows receive it by largest remainder, so that they add up to it
 * @param separator one character
 * @param lineEnding {@code LF} or {@code CRLF}
 * @param decimalMark {@code .} or {@code ,}
 * @param charset name of a Java charset
 * @param stripBlanks removes all blanks from text cells, as some accounting systems want
 */
public record ExportTemplate(
        List<TemplateColumn> columns,
        List<String> groupBy,
        int scale,
        RoundingMode rounding,
        char separator,
        String lineEnding,
        boolean header,
        char decimalMark,
        String charset,
        boolean stripBlanks) {
    public ExportTemplate {
        columns = List.copyOf(columns);
        groupBy = List.copyOf(groupBy);
    }

    /**
     * A column of the export.
     *
     * @param value text with fields in braces, such as {@code {account}_{row}}; {@code {amount}}, {@code {row}},
     *     {@code {month}} and all fields of {@code groupBy} are known
     */
    public record TemplateColumn(String header, String value) {}
}
