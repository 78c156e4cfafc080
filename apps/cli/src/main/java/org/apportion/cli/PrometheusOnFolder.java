package org.apportion.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;

/**
 * A running Prometheus whose database is a folder of this host. That it is this folder's, and knows all its blocks, is proven by a
 * snapshot that it makes: one that deletes elsewhere would delete what others loaded, and one that has not seen a new block yet (it
 * looks each minute) would leave that block's samples beside those that replace them.
 */
final class PrometheusOnFolder {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Pattern SNAPSHOT = Pattern.compile("\"name\"\\s*:\\s*\"([0-9A-Za-z-]+)\"");
    private static final Pattern BLOCK = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

    private final URI address;
    private final Path database;
    private final Duration patience;
    private final HttpClient client = HttpClient.newHttpClient();
    private boolean proven;

    /** @param patience for blocks that the server has not loaded yet */
    PrometheusOnFolder(URI address, Path database, Duration patience) {
        this.address = address;
        this.database = database;
        this.patience = patience;
    }

    /**
     * Waits until the server has loaded all blocks of the folder. Once only: blocks that appear later are our own, of other months.
     *
     * @throws ApportionException {@code FEED_NOT_DELETED} if it is not the server of this folder, or does not load them
     */
    void awaitBlocks() {
        long end = System.nanoTime() + patience.toNanos();
        while (!proven) {
            Set<String> missing = blocks(database);
            missing.removeAll(loaded());
            if (missing.isEmpty()) {
                proven = true;
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw notDeleted(
                        "it has not loaded " + missing.size() + " of the blocks in " + database + " within "
                                + patience.toSeconds() + " s",
                        "See in its log why, then feed again; nothing was deleted.");
            }
            pause();
        }
    }

    /**
     * Deletes samples.
     *
     * @throws ApportionException {@code FEED_NOT_DELETED}; then none was deleted, unless the answer was lost
     */
    void delete(FedSamples.Selection samples) {
        post("delete_series?match%5B%5D=" + URLEncoder.encode(samples.selector(), StandardCharsets.UTF_8)
                + samples.start().map(second -> "&start=" + second).orElse("")
                + samples.end().map(second -> "&end=" + second).orElse(""));
    }

    private Set<String> loaded() {
        Matcher name = SNAPSHOT.matcher(post("snapshot?skip_head=true"));
        if (!name.find()) {
            throw notDeleted("it makes no snapshot", "Free space in its folder, then feed again; nothing was deleted.");
        }
        Path snapshot = database.resolve("snapshots").resolve(name.group(1));
        if (!Files.isDirectory(snapshot)) {
            throw notDeleted(
                    "its database is not in " + database + ", for the snapshot " + name.group(1)
                            + " that it made is not there",
                    "Name the Prometheus of that folder, and remove the snapshot from the other; nothing was deleted.");
        }
        Set<String> blocks = blocks(snapshot);
        remove(snapshot);
        return blocks;
    }

    private static Set<String> blocks(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return new HashSet<>(all.filter(each -> Files.exists(each.resolve("meta.json")))
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> BLOCK.matcher(name).matches())
                    .toList());
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static ApportionException unusable(Path folder, IOException cause) {
        return new ApportionException(
                CliError.FEED_FAILED,
                folder.toString(),
                "it cannot be read or removed (" + cause.getClass().getSimpleName() + ").",
                "Feed as the user that Prometheus runs as.",
                cause);
    }

    private String post(String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address.toString().replaceAll("/+$", "") + "/api/v1/admin/tsdb/" + path))
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String advice = "Start that Prometheus with --web.enable-admin-api, then feed again.";
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw notDeleted("it answers with status " + answer.statusCode(), advice);
            }
            return answer.body();
        } catch (IOException e) {
            throw notDeleted("it does not answer", advice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notDeleted("waiting for its answer was interrupted", advice);
        }
    }

    private void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notDeleted("waiting was interrupted", "Feed again; nothing was deleted.");
        }
    }

    private ApportionException notDeleted(String problem, String nextStep) {
        return new ApportionException(
                CliError.FEED_NOT_DELETED,
                address.toString(),
                "what was loaded before is not deleted: " + problem + ".",
                nextStep);
    }
}
