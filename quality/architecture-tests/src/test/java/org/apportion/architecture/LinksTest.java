package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of a page inside the repository leads somewhere. */
final class LinksTest {
    private static final Pattern LINK = Pattern.compile("(?:]\\(|(?:src|srcset)=\")([^)\"\\s]+)[)\"]");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            Matcher link = LINK.matcher(FENCED.matcher(Repository.read(page)).replaceAll(""));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:") && !leadsSomewhere(page, target)) {
                    dead.add(Repository.ROOT.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() {
        String index = Repository.read(Repository.ROOT.resolve("docs/README.md"));
        assertThat(Repository.files(".md").stream()
                        .filter(page -> page.startsWith(Repository.ROOT.resolve("docs")))
                        .map(page -> Repository.ROOT
                                .resolve("docs")
                                .relativize(page)
                                .toString()
                                .replace('\\', '/'))
                        .filter(page -> !page.equals("README.md") && !page.startsWith("decisions/"))
                        .filter(page -> !index.contains("](" + page + ")")))
                .isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path linked = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(linked)) {
            return false;
        }
        return hash < 0 || anchors(linked).contains(target.substring(hash + 1));
    }

    /** Headings as GitHub makes anchors of them. */
    private static List<String> anchors(Path page) {
        return Repository.read(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
