package org.apportion.ingest.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apportion.ingest.problem.ImportError;

/**
 * The beginning of a CSV file: at most one MiB is read. Files in another encoding than UTF-8 are transcoded once, so that
 * every engine can read them.
 */
public final class FileHead {
    private static final int LIMIT = 1 << 20;

    private FileHead() {}

    /**
     * Readies a CSV file for the engine and reads its shape.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_HEADING_MISSING} for an empty file,
     *     {@code IMPORT_FILE_DAMAGED}, {@code IMPORT_ENCODING}, {@code IMPORT_SOURCE_INVALID}
     */
    public static Prepared prepare(SourceFile file, Map<String, String> options, WorkFolder work) {
        try {
            byte[] head = head(file);
            TextEncoding encoding = encoding(file, options, head);
            List<String> notes = new ArrayList<>();
            if (encoding.guessed()) {
                notes.add(file.name() + " is not UTF-8 and was read as "
                        + encoding.charset().name().toLowerCase(java.util.Locale.ROOT)
                        + "; set the option encoding if names look wrong");
            }
            CsvShape shape = CsvSniffer.sniff(file.name(), encoding.decode(head), options);
            Path readable = encoding.isUtf8() ? file.readable() : transcode(file, encoding.charset(), work);
            CsvShape noted = new CsvShape(shape.delimiter(), shape.quote(), shape.candidates(), notes);
            return new Prepared(readable, noted, work);
        } catch (EOFException | ZipException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * A CSV file in UTF-8 with its shape.
     *
     * @param work for a copy, should the file turn out to need one
     */
    public record Prepared(Path readable, CsvShape shape, WorkFolder work) {}

    static InputStream open(SourceFile file) throws IOException {
        InputStream raw = Files.newInputStream(file.readable());
        if (!file.gzip()) {
            return raw;
        }
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static byte[] head(SourceFile file) throws IOException {
        try (InputStream in = open(file)) {
            return in.readNBytes(LIMIT);
        }
    }

    private static TextEncoding encoding(SourceFile file, Map<String, String> options, byte[] head) {
        String stated = options.get("encoding");
        if (stated == null) {
            return TextEncoding.of(head, head.length < LIMIT);
        }
        try {
            return new TextEncoding(Charset.forName(stated), false);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw ImportError.IMPORT_SOURCE_INVALID.at(
                    file.name(), "There is no encoding '" + stated + "'.", "Write utf-8, utf-16 or windows-1252.", e);
        }
    }

    private static Path transcode(SourceFile file, Charset charset, WorkFolder work) throws IOException {
        Path copy = work.fresh(".csv");
        try (InputStream in = open(file);
                Reader reader = new java.io.InputStreamReader(
                        in,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                Writer writer =
                        new OutputStreamWriter(Files.newOutputStream(copy), StandardCharsets.UTF_8.newEncoder())) {
            char[] buffer = new char[1 << 16];
            boolean first = true;
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                int start = first && n > 0 && buffer[0] == '\uFEFF' ? 1 : 0;
                writer.write(buffer, start, n - start);
                first = false;
            }
        } catch (CharacterCodingException e) {
            throw ImportError.IMPORT_ENCODING.at(
                    file.name(),
                    "The file is not text in " + charset.name() + ".",
                    "Set the option encoding of the source, or export the file again as UTF-8.",
                    e);
        }
        return copy;
    }

    private static RuntimeException damaged(SourceFile file, IOException e) {
        return ImportError.IMPORT_FILE_DAMAGED.at(
                file.name(),
                "The compressed file is cut off or damaged.",
                "Download it again and compare its size with the original.",
                e);
    }

    static RuntimeException unreadable(SourceFile file, IOException e) {
        return ImportError.IMPORT_FILE_UNREADABLE.at(
                file.name(),
                "The file cannot be read or copied.",
                "Check that it exists, that you may read it and that the disk has space.",
                e);
    }
}
