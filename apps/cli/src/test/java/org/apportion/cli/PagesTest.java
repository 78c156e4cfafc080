package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows every page that shows commands, from an empty folder, and compares what it shows with what comes. */
final class PagesTest {
    /** Set it to write the pages anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    /** Set it to follow only pages whose name contains it. */
    private static final String ONLY = "APPORTION_PAGES";

    private static final Path ROOT = Path.of("../..");

    @TempDir
    private Path temporary = Path.of(".");

    static List<String> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
                    .filter(file -> read(file).contains("```console"))
                    .map(file -> ROOT.relativize(file).toString())
                    .filter(name -> name.contains(System.getenv().getOrDefault(ONLY, "")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageShowsIsWhatComes(String name) throws Exception {
        Path page = ROOT.resolve(name);
        List<String> lines = read(page);
        PageSession session = new PageSession(temporary, ROOT);
        List<PageBlock> blocks = new ArrayList<>();
        for (PageBlock block : PageText.blocks(lines)) {
            blocks.add(session.play(block));
        }
        List<String> played = PageText.withBlocks(lines, blocks);
        if (System.getenv(UPDATE) != null) {
            Files.writeString(page, String.join("\n", played) + "\n");
            lines = played;
        }
        assertThat(String.join("\n", lines))
                .as("%s; run with %s=1 to write it anew", name, UPDATE)
                .isEqualTo(String.join("\n", played));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
