package org.apportion.config.section;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.YamlReader;
import org.apportion.model.source.SourceDefinition;

/**
 * What the mapping files of sources say, with the lookup tables beside them that they name: part of the fingerprint of the
 * sources, since the same bill says something else through another mapping. Comments and layout of the YAML do not count.
 */
final class MappingTexts {
    private MappingTexts() {}

    /** Path of the mapping file to its content; nothing for shipped mappings, which the version of the code names. */
    static Map<String, Object> of(List<SourceDefinition> sources) {
        Map<String, Object> texts = new TreeMap<>();
        for (SourceDefinition source : sources) {
            String name = source.mapping();
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                texts.computeIfAbsent(name, path -> content(Path.of(path)));
            }
        }
        return texts;
    }

    /** A file that cannot be read has no content here; the import refuses it. */
    private static Object content(Path mapping) {
        try {
            String text = Files.readString(mapping, StandardCharsets.UTF_8);
            Map<String, Object> content = new TreeMap<>();
            content.put("mapping", tree(text, mapping));
            content.put("tables", tables(mapping, text));
            return content;
        } catch (IOException e) {
            return "";
        }
    }

    private static Object tree(String text, Path mapping) {
        Problems unread = new Problems();
        return new YamlReader(unread)
                .read(text, mapping.toString())
                .filter(root -> unread.isEmpty())
                .<Object>map(PlainTree::of)
                .orElse(text);
    }

    private static Map<String, Object> tables(Path mapping, String text) throws IOException {
        Map<String, Object> tables = new TreeMap<>();
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(mapping.resolveSibling("").toAbsolutePath(), "*.csv")) {
            for (Path table : beside) {
                String name = table.getFileName().toString().replaceFirst("\\.csv$", "");
                boolean named = Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(name) + "(?![A-Za-z0-9_-])")
                        .matcher(text)
                        .find();
                if (named) {
                    tables.put(name, Files.readString(table, StandardCharsets.UTF_8));
                }
            }
        }
        return tables;
    }
}
