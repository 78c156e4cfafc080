package org.apportion.report;

import java.util.List;

/**
 * One step of an explanation and the steps below it. The text is complete as a sentence; the facts behind it stand beside it
 * for programs.
 *
 * @param kind stable word for programs, such as {@code charge}, {@code cell}, {@code tier}, {@code weight}, {@code record},
 *     {@code sample}, {@code price}, {@code proof}
 * @param facts name and value pairs in order; values are exact text
 */
public record ExplanationNode(String kind, String text, List<Fact> facts, List<ExplanationNode> children) {
    public ExplanationNode {
        facts = List.copyOf(facts);
        children = List.copyOf(children);
    }

    /** A named value, such as {@code tw = 41000000000}. */
    public record Fact(String name, String value) {}
}
