package io.weir.hdfs;

import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.SeekableInput;
import io.weir.fs.SyncableOutput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.ipc.RemoteException;

/**
 * Files on one of Hadoop's file systems. For any thread; lives as long as the process, like the connection behind it.
 */
public final class HadoopFileSystem implements FileSystem {
    private final org.apache.hadoop.fs.FileSystem files;

    /**
     * Takes over a file system.
     *
     * @param files Hadoop's view of it
     */
    public HadoopFileSystem(org.apache.hadoop.fs.FileSystem files) {
        this.files = files;
    }

    @Override
    public SeekableInput open(String path) throws IOException {
        return call(path, () -> {
            try {
                return new HadoopInput(files.open(new Path(path)));
            } catch (FileNotFoundException e) {
                if (files.exists(new Path(path))) {
                    throw new IOException(path + " is a directory.", e);
                }
                throw missing(path, e);
            }
        });
    }

    @Override
    public OutputStream create(String path, boolean overwrite) throws IOException {
        return open(path, overwrite);
    }

    private HadoopOutput open(String path, boolean overwrite) throws IOException {
        return call(path, () -> {
            try {
                return files instanceof DistributedFileSystem
                        ? new HadoopOutput(createSynced(new Path(path), overwrite), false)
                        : new HadoopOutput(files.create(new Path(path), overwrite), true);
            } catch (FileAlreadyExistsException e) {
                throw exists(path, e);
            }
        });
    }

    /** Each block is written to disk when it is complete, the last one too; the NameNode is not asked for that. */
    private FSDataOutputStream createSynced(Path path, boolean overwrite) throws IOException {
        EnumSet<CreateFlag> flags = EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK);
        if (overwrite) {
            flags.add(CreateFlag.OVERWRITE);
        }
        return files.create(
                path,
                FsPermission.getFileDefault(),
                flags,
                files.getConf().getInt("io.file.buffer.size", 4096),
                files.getDefaultReplication(path),
                files.getDefaultBlockSize(path),
                null);
    }

    @Override
    public boolean canTruncate() {
        return files instanceof DistributedFileSystem;
    }

    @Override
    public SyncableOutput createSyncable(String path) throws IOException {
        return open(path, false);
    }

    @Override
    public void truncate(String path, long length) throws IOException {
        call(path, () -> {
            try {
                new HdfsTruncation((DistributedFileSystem) files, new Path(path)).to(length);
            } catch (FileNotFoundException e) {
                throw missing(path, e);
            }
            return null;
        });
    }

    @Override
    public FileStatus status(String path) throws IOException {
        return call(path, () -> {
            try {
                org.apache.hadoop.fs.FileStatus status = files.getFileStatus(new Path(path));
                return status.isDirectory()
                        ? statusOf(status, new BlockLocation[0])
                        : statusOf(status, files.getFileBlockLocations(status, 0, status.getLen()));
            } catch (FileNotFoundException e) {
                throw missing(path, e);
            }
        });
    }

    @Override
    public List<FileStatus> list(String path) throws IOException {
        return call(path, () -> {
            List<FileStatus> found = new ArrayList<>();
            try {
                RemoteIterator<LocatedFileStatus> entries = files.listLocatedStatus(new Path(path));
                while (entries.hasNext()) {
                    LocatedFileStatus entry = entries.next();
                    found.add(statusOf(entry, entry.getBlockLocations()));
                }
            } catch (FileNotFoundException e) {
                throw missing(path, e);
            }
            found.sort(Comparator.comparing(FileStatus::path));
            return found;
        });
    }

    @Override
    public boolean exists(String path) throws IOException {
        return call(path, () -> files.exists(new Path(path)));
    }

    @Override
    public void createDirectories(String path) throws IOException {
        call(path, () -> {
            if (!files.mkdirs(new Path(path))) {
                throw new IOException("The directory " + path + " could not be created.");
            }
            return null;
        });
    }

    @Override
    public void rename(String from, String to) throws IOException {
        call(from, () -> {
            try {
                rename(new Path(from), new Path(to));
            } catch (FileAlreadyExistsException e) {
                throw exists(to, e);
            } catch (FileNotFoundException e) {
                throw new FileNotFoundException(from + " cannot be renamed to " + to + ": " + firstLine(e));
            }
            return null;
        });
    }

    private void rename(Path from, Path to) throws IOException {
        if (files instanceof DistributedFileSystem hdfs) {
            renameInOneStep(hdfs, from, to);
            return;
        }
        // Other file systems have no such call: what lies between the look and the rename is a gap that only another
        // writer to the same name could use.
        if (files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        files.getFileStatus(from);
        if (!files.rename(from, to)) {
            throw new IOException(from + " could not be renamed to " + to + ".");
        }
    }

    private static void renameInOneStep(DistributedFileSystem hdfs, Path from, Path to) throws IOException {
        try {
            hdfs.rename(from, to, Options.Rename.NONE);
        } catch (RemoteException e) {
            // A file onto a directory, or the other way round, has no exception of its own.
            throw hdfs.exists(to) ? exists(to.toString(), e) : e;
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        return call(path, () -> files.delete(new Path(path), true));
    }

    private static FileStatus statusOf(org.apache.hadoop.fs.FileStatus status, BlockLocation[] locations)
            throws IOException {
        String path = status.getPath().toString();
        if (status.isDirectory()) {
            return new FileStatus(path, 0, true, List.of());
        }
        List<FileStatus.Block> blocks = new ArrayList<>();
        for (BlockLocation location : locations) {
            blocks.add(new FileStatus.Block(location.getOffset(), location.getLength(), List.of(location.getHosts())));
        }
        if (blocks.isEmpty()) {
            blocks.add(new FileStatus.Block(0, status.getLen(), List.of()));
        }
        return new FileStatus(path, status.getLen(), false, blocks);
    }

    private static FileNotFoundException missing(String path, IOException cause) {
        FileNotFoundException missing = new FileNotFoundException(path + " does not exist.");
        missing.initCause(cause);
        return missing;
    }

    private static IOException exists(String path, IOException cause) {
        IOException exists = new java.nio.file.FileAlreadyExistsException(path);
        exists.initCause(cause);
        return exists;
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** Calls Hadoop, and says in one line when its servers cannot be reached: its own text is a paragraph. */
    static <T> T call(String path, HadoopClassLoader.Call<T, IOException> call) throws IOException {
        try {
            return HadoopClassLoader.call(call);
        } catch (ConnectException | UnknownHostException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new IOException(path + " cannot be reached: " + root.getMessage(), e);
        } catch (RemoteException e) {
            throw new IOException(path + ": " + firstLine(e), e);
        }
    }
}
