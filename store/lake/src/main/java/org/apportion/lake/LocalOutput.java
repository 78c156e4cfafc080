package org.apportion.lake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A local file that Iceberg writes; forced to the disk when it is closed. */
record LocalOutput(String location, LakeStep.Watch watch) implements OutputFile {

    @Override
    public PositionOutputStream create() {
        return open(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public InputFile toInputFile() {
        return new LocalInput(location);
    }

    private PositionOutputStream open(OpenOption... options) {
        Path path = LocalFiles.path(location);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            return new Stream(FileChannel.open(path, options), watch);
        } catch (FileAlreadyExistsException e) {
            throw new AlreadyExistsException(e, "%s", location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Stream extends PositionOutputStream {
        private final FileChannel channel;
        private final OutputStream buffered;
        private final LakeStep.Watch watch;
        private long position;

        Stream(FileChannel channel, LakeStep.Watch watch) {
            this.channel = channel;
            this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel));
            this.watch = watch;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int oneByte) throws IOException {
            buffered.write(oneByte);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            buffered.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            buffered.flush();
        }

        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                buffered.flush();
                channel.force(true);
            }
            watch.reached(LakeStep.METADATA_WRITTEN);
        }
    }
}
