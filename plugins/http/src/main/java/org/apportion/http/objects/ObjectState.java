package org.apportion.http.objects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was brought: one line of JSON per object, the last of a key counts. A line that a killed process left half written is passed
 * over: its object is brought again.
 */
final class ObjectState {
    private final Path file;
    private final Map<String, Entry> entries = new TreeMap<>();

    /**
     * One object.
     *
     * @param sha256 of the local file
     * @param deleted whether it is gone from the store
     */
    record Entry(RemoteObject object, String sha256, boolean deleted) {}

    ObjectState(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readString(file).split("\n", -1)) {
                Json.read(line)
                        .flatMap(ObjectState::entry)
                        .ifPresent(entry -> entries.put(entry.object().key(), entry));
            }
            compact();
        }
    }

    synchronized Optional<Entry> of(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Objects whose keys begin with a prefix, those included that were gone when they were last looked for. */
    synchronized List<Entry> known(String prefix) {
        return entries.values().stream()
                .filter(entry -> entry.object().key().startsWith(prefix))
                .toList();
    }

    synchronized void put(Entry entry) throws IOException {
        entries.put(entry.object().key(), entry);
        Files.writeString(
                file, line(entry), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void compact() throws IOException {
        StringBuilder text = new StringBuilder();
        entries.values().forEach(entry -> text.append(line(entry)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(Entry entry) {
        RemoteObject object = entry.object();
        ObjectNode tree = Json.object()
                .put("key", object.key())
                .put("size", object.size())
                .put("version", object.version())
                .put("md5", object.md5())
                .put("modified", object.modified().toString())
                .put("sha256", entry.sha256())
                .put("deleted", entry.deleted());
        return Json.write(tree) + "\n";
    }

    private static Optional<Entry> entry(JsonNode tree) {
        String modified = Json.text(tree, "modified");
        if (!tree.isObject() || !modified.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")) {
            return Optional.empty();
        }
        RemoteObject object = new RemoteObject(
                Json.text(tree, "key"),
                tree.path("size").asLong(-1),
                Json.text(tree, "version"),
                Json.text(tree, "md5"),
                Instant.parse(modified));
        return Optional.of(new Entry(
                object, Json.text(tree, "sha256"), tree.path("deleted").asBoolean(false)));
    }
}
