package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apportion.config.RulePacks;
import org.apportion.model.rule.AllocationRule;
import org.junit.jupiter.api.Test;

/** The tables of the page are those of the packs. */
class RulePacksPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/rule-packs.md");
    private static final String BEGIN = "<!-- packs: written by a test -->\n";

    @Test
    void thePageHasThePacks() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + tables();
        if (System.getenv("APPORTION_UPDATE_DOCS") != null) {
            Files.writeString(PAGE, written);
            page = written;
        }
        assertThat(page).as("run with APPORTION_UPDATE_DOCS=1 to write it anew").isEqualTo(written);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (String pack : RulePacks.names()) {
            text.append("\n## Pack `").append(pack).append("`\n\n### Settings\n\n");
            text.append("| setting | default | meaning |\n| --- | --- | --- |\n");
            for (RulePacks.Setting setting : RulePacks.settings(pack)) {
                row(text, "`" + setting.name() + "`", code(setting.standard()), setting.description());
            }
            text.append(
                    "\n### Rules\n\n`>` means: if that finds nobody. A word in brackets is the cost type of that tier"
                            + " alone.\n\n| rule | records | who pays |\n| --- | --- | --- |\n");
            String guard = RulePacks.settings(pack).get(0).standard();
            for (AllocationRule rule : RulePacks.rules(pack)) {
                row(
                        text,
                        "`" + RuleWords.name(rule) + "`",
                        records(rule.conditionText(), guard),
                        rule.description() + "<br>" + RuleWords.split(rule));
            }
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ")
                .append(String.join(" | ", cells).replace("||", "\\|\\|"))
                .append(" |\n");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** The rule's own condition, without the pack's. */
    private static String records(String condition, String guard) {
        String before = "(" + guard + ") && (";
        return condition.equals(guard)
                ? "all others"
                : code(condition.substring(before.length(), condition.length() - 1));
    }
}
