package org.apportion.config.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.Origin;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand.ColumnValue;
import org.apportion.model.rule.Condition.Operand.TagValue;
import org.apportion.model.rule.Condition.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionCompilerTest {
    private static final ColumnValue SERVICE = new ColumnValue("ServiceName");

    /** Keys and values are the same in upper and lower case. */
    private static final TagPolicy POLICY =
            new TagPolicy(Map.of(), true, false, true, Map.of(), List.of(Origin.values()), List.of());

    private final ConditionCompiler compiler = new ConditionCompiler(new TagVocabulary(POLICY));

    private Condition compile(String text) {
        CompiledCondition compiled = compiler.compile(text);
        assertThat(compiled.mistakes()).isEmpty();
        return compiled.condition().orElseThrow();
    }

    @Test
    void aComparisonReadsAColumn() {
        assertThat(compile("ServiceName == 'Amazon EC2'"))
                .isEqualTo(new Condition.Compare(SERVICE, Operator.EQUAL, "Amazon EC2"));
    }

    @Test
    void theTextMayStandOnTheLeft() {
        assertThat(compile("'M' < ServiceName")).isEqualTo(new Condition.Compare(SERVICE, Operator.GREATER, "M"));
    }

    @Test
    void aTagIsReadByDotOrBracketsUnderItsCanonicalKey() {
        Condition wanted = new Condition.Compare(new TagValue("team"), Operator.NOT_EQUAL, "x");
        assertThat(compile("Tags.Team != 'x'")).isEqualTo(wanted);
        assertThat(compile("Tags['TEAM'] != 'x'")).isEqualTo(wanted);
    }

    @Test
    void aWholeTagValueIsComparedAsItCounts() {
        assertThat(compile("Tags.team == 'Payments'"))
                .isEqualTo(new Condition.Compare(new TagValue("team"), Operator.EQUAL, "payments"));
        assertThat(compile("Tags.team in ['Payments', 'Search']"))
                .isEqualTo(new Condition.In(new TagValue("team"), List.of("payments", "search")));
    }

    @Test
    void hasAndInTellWhetherATagIsThere() {
        assertThat(compile("has(Tags.team)")).isEqualTo(new Condition.Has(new TagValue("team")));
        assertThat(compile("'cost-center' in Tags")).isEqualTo(new Condition.Has(new TagValue("cost-center")));
    }

    @Test
    void inListsValues() {
        assertThat(compile("ServiceName in ['A', 'B']")).isEqualTo(new Condition.In(SERVICE, List.of("A", "B")));
    }

    @Test
    void chainsAreFlat() {
        Condition a = new Condition.Compare(SERVICE, Operator.STARTS_WITH, "a");
        Condition b = new Condition.Compare(SERVICE, Operator.ENDS_WITH, "b");
        Condition c = new Condition.Not(new Condition.Compare(SERVICE, Operator.CONTAINS, "c"));
        assertThat(compile("ServiceName.startsWith('a') && ServiceName.endsWith('b') && !ServiceName.contains('c')"))
                .isEqualTo(new Condition.And(List.of(a, b, c)));
        assertThat(compile("ServiceName.startsWith('a') || (ServiceName.endsWith('b') || !ServiceName.contains('c'))"))
                .isEqualTo(new Condition.Or(List.of(a, b, c)));
    }

    @Test
    void trueTakesEveryRecord() {
        assertThat(compile("true")).isEqualTo(new Condition.Always());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            ServiceNam == 'x'                  ~  0 ~ The column ServiceNam is not known. Did you mean ServiceName?
            ServiceName == 'x' && Foo == 'y'   ~ 22 ~ The column Foo is not known. Put text into quotes, read a tag by Tags['Foo'], or see the list of columns in docs/reference/configuration.md.
            ServiceName                        ~  0 ~ The condition gives text, not true or false. Compare it, such as ServiceName == 'Amazon EC2'.
            ServiceName == 5                   ~ 12 ~ '==' cannot be applied to text and a number. All columns and tags are text: compare them with text in quotes.
            ServiceName.matches('x')           ~ 19 ~ The function matches() is not allowed in conditions. Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() over columns, Tags and text in quotes.
            ServiceName.startWith('x')         ~ 21 ~ The function startWith() is not allowed in conditions. Did you mean startsWith()?
            size(ServiceName) > 3              ~  4 ~ The function size() is not allowed in conditions. Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() over columns, Tags and text in quotes.
            ServiceName == ResourceId          ~ 12 ~ A comparison needs a text in quotes on one side. Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() over columns, Tags and text in quotes.
            ServiceName == 'x                  ~ 15 ~ The condition cannot be read here: token recognition error at: ''x'. Check quotes, brackets and operators. Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() over columns, Tags and text in quotes.
            has(ServiceName)                   ~  3 ~ has() takes a tag. Write has(Tags.team), or ServiceName != '' for a column.
            ServiceName + 'x' == 'y'           ~ 12 ~ A column or a tag, such as Tags['team'], must stand here. Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() over columns, Tags and text in quotes.
            """)
    void aRefusalSaysWhereAndWhatInstead(String text, int offset, String message) {
        List<ConditionMistake> mistakes = compiler.compile(text).mistakes();
        assertThat(mistakes).isNotEmpty();
        ConditionMistake first = mistakes.get(0);
        assertThat(first.offset() + " " + first.problem() + " " + first.advice())
                .isEqualTo(offset + " " + message);
    }
}
