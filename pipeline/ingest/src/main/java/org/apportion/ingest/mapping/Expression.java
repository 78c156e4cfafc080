package org.apportion.ingest.mapping;

import java.util.List;
import org.apportion.ingest.mapping.Tree.Place;

/** How a value is made of the cells of one source row. What a value is (text, number, time, tags) follows from its use. */
sealed interface Expression {

    /** A rule that gives a number. */
    sealed interface NumberRule extends Expression {}

    /** A rule that gives a text. */
    sealed interface TextRule extends Expression {}

    /** A rule that gives a time. */
    sealed interface TimeRule extends Expression {}

    /** What a value is read as. */
    enum Kind {
        TEXT,
        NUMBER,
        TIME
    }

    /**
     * A source cell, under the first of these headings that the file has. A dot reaches into a nested value.
     *
     * @param headings one or more
     */
    record Cell(List<String> headings, Kind kind, Place place) implements Expression {}

    record Constant(String text, Kind kind) implements Expression {}

    /** The first that has a value. */
    record FirstOf(List<Expression> choices, Kind kind) implements Expression {}

    /** The first branch whose condition holds; nothing if none does. */
    record When(List<Branch> branches, Kind kind) implements Expression {}

    record Branch(Condition condition, Expression value) {}

    /** Exact; what is absent counts as zero unless all is absent. */
    record Sum(List<Expression> parts) implements NumberRule {}

    record Negate(Expression number) implements NumberRule {}

    /** Exact, then rounded at 18 decimals, half away from zero. */
    record Multiply(Expression left, Expression right) implements NumberRule {}

    /** Rounded toward zero at 18 decimals; nothing if the divisor is zero or absent. */
    record Divide(Expression number, Expression divisor) implements NumberRule {}

    /** The value, with digits past the eighteenth decimal rounded (half away from zero) where others refuse them. */
    record Rounded(Expression number) implements NumberRule {}

    /** The sum of a field over the entries of a nested list; zero for an empty list. */
    record ListTotal(Cell list, String field) implements NumberRule {}

    /** The 100 of {@code 100 Hours}, the 10000 of {@code 10K}. */
    record BlockSize(Expression text) implements NumberRule {}

    /** The Hours of {@code 100 Hours}. */
    record BlockUnit(Expression text) implements TextRule {}

    /** A value of a lookup table by one or more keys, compared without regard to case. */
    record Lookup(LookupTable table, List<Expression> keys, String column) implements TextRule {}

    record Lower(Expression text) implements TextRule {}

    record Replace(Expression text, String what, String with) implements TextRule {}

    /** The first group of a regular expression; nothing if it is not found. */
    record Extract(Expression text, String pattern) implements TextRule {}

    /** What follows the last separator; the whole text if there is none. */
    record LastPart(Expression text, String separator) implements TextRule {}

    /** All with a separator between; nothing if one is absent. */
    record Join(List<Expression> texts, String separator) implements TextRule {}

    /** A time some days or months later. */
    record Later(Expression time, int amount, boolean months) implements TimeRule {}

    record MonthStart(Expression time) implements TimeRule {}

    /** An end written as the last second of a period (23:59:59), turned into the end that is no longer inside. */
    record ExclusiveEnd(Expression time) implements TimeRule {}

    /** A text read as local time of a zone. */
    record InZone(Expression time, String zone) implements TimeRule {}

    /** A number or time made of a computed text. */
    record Read(Expression text, Kind kind) implements Expression {}
}
