package org.apportion.report;

import org.apportion.model.ApportionException;

/**
 * Keeps the rows whose value equals a text, by code point.
 *
 * @param word what to look at: a word that rows can be grouped by, such as {@code service} or {@code tag:team}
 * @param value the text; {@code (none)} keeps rows without a value
 */
public record Filter(String word, String value) {

    /**
     * Reads {@code service=Amazon EC2}; the first {@code =} divides.
     *
     * @throws ApportionException {@code REPORT_QUESTION_UNREADABLE} without a {@code =}
     */
    public static Filter parse(String text) {
        int mark = text.indexOf('=');
        if (mark <= 0) {
            throw new ApportionException(
                    ReportError.REPORT_QUESTION_UNREADABLE,
                    text,
                    "a filter needs a word, '=' and a value.",
                    "Write it as service=AmazonEC2.");
        }
        return new Filter(
                text.substring(0, mark).strip(), text.substring(mark + 1).strip());
    }
}
