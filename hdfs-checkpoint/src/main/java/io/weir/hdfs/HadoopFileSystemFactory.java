package io.weir.hdfs;

import io.weir.configuration.Configuration;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystemFactory;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Opens every file system that Hadoop has a client for. Made once per process by whoever loads the plug-ins; for any
 * thread.
 */
public final class HadoopFileSystemFactory implements FileSystemFactory {
    private static final Set<String> SCHEMES = Set.of(
            "hdfs",
            "viewfs",
            "webhdfs",
            "swebhdfs",
            "s3a",
            "abfs",
            "abfss",
            "wasb",
            "wasbs",
            "gs",
            "o3fs",
            "ofs",
            "har");

    /** Written by the thread that loads plug-ins before any file is opened, read by all. */
    private volatile Configuration options = new Configuration();

    /** Creates a factory that knows the environment's Hadoop only. */
    public HadoopFileSystemFactory() {}

    @Override
    public Set<String> schemes() {
        return SCHEMES;
    }

    @Override
    public void configure(Configuration processOptions) {
        options = new Configuration(processOptions);
    }

    @Override
    public FileSystem open(String path) throws IOException {
        org.apache.hadoop.conf.Configuration configuration = HadoopConfigurations.create(options);
        return HadoopFileSystem.call(
                path,
                () -> new HadoopFileSystem(
                        org.apache.hadoop.fs.FileSystem.newInstance(new Path(path).toUri(), configuration)));
    }
}
