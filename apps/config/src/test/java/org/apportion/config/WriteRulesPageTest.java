package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the how-to shows is what the loader takes and says. */
final class WriteRulesPageTest {
    private static final Path PAGE = Path.of("../../docs/how-to/write-rules.md");
    private static final String REST = "currency: EUR\norganization: {units: [{id: payments}, {id: search}]}\n";

    @TempDir
    private Path folder = Path.of(".");

    private static List<String> blocks(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    @Test
    void everyExampleLoadsWithoutWarnings() throws IOException {
        Loading loading = Loading.in(folder);
        List<String> blocks = blocks("yaml");
        blocks.stream().filter(block -> block.startsWith("pack:")).forEach(block -> loading.file("kafka.yaml", block));
        for (String block : blocks) {
            if (block.startsWith("rules:")) {
                assertThat(loading.load(REST + block).warnings()).as(block).isEmpty();
            }
        }
        assertThat(blocks).hasSize(5);
    }

    @Test
    void everyTierOfTheTableLoads() throws IOException {
        Matcher tier = Pattern.compile("`((?:direct|fixed|even|metric|mix|maximum|allocated|unallocated): [^`…]*)`")
                .matcher(Files.readString(PAGE));
        List<String> tiers = new ArrayList<>();
        while (tier.find()) {
            tiers.add("      - " + tier.group(1) + "\n");
        }
        assertThat(tiers).hasSizeGreaterThan(10);
        String named = "  - {id: team, tiers: [allocated: all]}\n  - {pool: platform, tiers: [allocated: all]}\n";
        LoadedConfiguration loaded =
                Loading.in(folder).load(REST + "rules:\n  - id: all\n    tiers:\n" + String.join("", tiers) + named);
        assertThat(loaded.configuration().rules().get(0).parts().get(0).tiers()).hasSameSizeAs(tiers);
    }

    @Test
    void theMessagesAreThoseOfTheGallery() throws IOException {
        String gallery = Files.readString(Path.of("src/test/resources/gallery/conditions/expected.txt"));
        assertThat(blocks("text")).isNotEmpty();
        blocks("text").get(0).lines().forEach(line -> assertThat(gallery).contains(line));
    }
}
