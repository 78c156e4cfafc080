package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flags, empty answers and JSON of the asking commands, on a month of 4.00 EUR of the team shop and 1.00 of nobody. */
class QuestionsTest {
    @TempDir
    static Path folder;

    private static String config = "";

    @BeforeAll
    static void runTheMonth() {
        config = Company.in(folder).config();
        Cli.run("run", "-m", "2026-10", "-c", config);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "charges -n 0",
                "charges -n -1",
                "charges -n x",
                "charges -m 2026-13",
                "charges -o xml",
                "report -t -3",
                "usage -t -1",
                "usage -o yaml",
                "unallocated -t -1",
                "unallocated --to 2026-11",
                "unallocated --where service=Compute",
                "runs -n 0",
                "explain",
                "explain -o csv e0cf84",
                "config show -o yaml",
                "import --wait -1"
            })
    void aFlagThatMeansNothingIsAWrongCall(String call) {
        Cli.Answer answer = ask(call);

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith("USAGE: ").contains("Try 'apportion " + call.split(" ")[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "charges -w foo=1, REPORT_WORD_UNKNOWN foo",
        "charges -w foo, REPORT_QUESTION_UNREADABLE foo",
        "charges -m 2026-09, REPORT_NO_RUN 2026-09",
        "charges -m 2026-10 --to 2026-09, REPORT_QUESTION_UNREADABLE 2026-10..2026-09",
        "usage --by foo, REPORT_WORD_UNKNOWN foo",
        "unallocated -m 2026-09, REPORT_NO_RUN 2026-09",
        "explain nothing, REPORT_QUESTION_UNREADABLE nothing",
        "explain 0123456789abcde, REPORT_NOT_FOUND 0123456789abcde"
    })
    void aQuestionAboutWhatIsNotThereIsRefusedWithItsCode(String call, String start) {
        Cli.Answer answer = ask(call);

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).startsWith(start + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "charges -w team=None, No charges fit.",
        "usage, There are no usage samples of 2026-10 that fit.",
        "report --by team -w service=None, No rows."
    })
    void anEmptyAnswerSaysSoAndIsNoFailure(String call, String note) {
        assertThat(ask(call).out()).contains(note);
        assertThat(ask(call).code()).isZero();
        assertThat(json(call).path("rows")).isEmpty();
        assertThat(json(call).path("notes").toString()).contains(note);
    }

    @Test
    void theRestOfTheChargesIsOneRow() {
        assertThat(ask("charges -n 1").out().lines())
                .anyMatch(line -> line.matches("03bf842d5ef626f .* 4\\.00 +EUR"))
                .anyMatch(line -> line.matches("other \\(1\\) .* 1\\.00 +EUR"))
                .anyMatch(line -> line.matches("total .* 5\\.00 +EUR"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "charges; charge, unit, day, consumer, service, resource, rule, method, reason, amount, currency",
                "report --by team; team, amount, currency, share",
                "unallocated; reason, service, account, consumer, rule, amount, currency, share, fix",
                "runs; run, month, state, started, seconds, cost, charged, unallocated, currency, proof, version, error"
            })
    void jsonHasOneObjectPerRowWithTheColumnsOfTheCsv(String call, String columns) {
        JsonNode answer = json(call);

        assertThat(answer.path("title").isString()).isTrue();
        assertThat(answer.path("notes").isArray()).isTrue();
        assertThat(new ArrayList<>(answer.path("rows").get(0).propertyNames())).isEqualTo(List.of(columns.split(", ")));
        assertThat(ask(call + " -o csv").out()).startsWith(columns.replace(", ", ",") + "\n");
    }

    @Test
    void anExplanationIsATreeOfKindsTextsAndFacts() {
        JsonNode tree = json("explain 03bf84");

        assertThat(tree.path("kind").stringValue()).isEqualTo("charge");
        assertThat(tree.path("text").stringValue()).contains("4.00 EUR");
        assertThat(tree.path("facts").isObject()).isTrue();
        assertThat(tree.path("children").isArray()).isTrue();
        assertThat(tree.toString()).contains("\"kind\":\"proof\"").contains("\"equal\":\"true\"");
    }

    @Test
    void theEffectiveConfigurationParsesAndNamesEachValueWithItsOrigin() {
        JsonNode values =
                JsonMapper.shared().readTree(ask("config show -o json").out());

        JsonNode currency = values.get(0);
        assertThat(currency.path("path").stringValue()).isEqualTo("currency");
        assertThat(currency.path("value").stringValue()).isEqualTo("EUR");
        assertThat(currency.path("file").stringValue()).isEqualTo(config);
        assertThat(currency.path("line").intValue()).isEqualTo(1);
        assertThat(values)
                .anyMatch(value -> value.path("path").stringValue().equals("cost-basis")
                        && value.path("file").isMissingNode());
    }

    private static JsonNode json(String call) {
        return JsonMapper.shared().readTree(ask(call + " -o json").out());
    }

    private static Cli.Answer ask(String call) {
        List<String> arguments = new ArrayList<>(List.of(call.split(" ")));
        arguments.addAll(List.of("-c", config));
        return Cli.run(arguments.toArray(String[]::new));
    }
}
