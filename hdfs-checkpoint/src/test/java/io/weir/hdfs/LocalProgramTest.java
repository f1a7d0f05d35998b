package io.weir.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.functions.RichMapFunction;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that runs in its own process, with this module on its class path and no command line around it. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(180)
class LocalProgramTest {
    @AfterEach
    void forgetTheDefaultScheme() {
        io.weir.fs.FileSystems.initialize(new Configuration());
    }

    @Test
    void readsAndWritesHdfsAsItsOptionsSay(MiniHadoop hadoop) throws Exception {
        FileSystem files = new HadoopFileSystemFactory().open(hadoop.fileSystemUri());
        try (OutputStream out = files.create(hadoop.fileSystemUri() + "/local/in/text", true)) {
            out.write("to be or\nnot to be\n".getBytes(UTF_8));
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(
                2,
                Configuration.fromMap(
                        Map.of("fs.default-scheme", hadoop.fileSystemUri(), "weir.hadoop.dfs.blocksize", "2048")));

        environment.readTextFile("/local/in").map(line -> line + "!").writeAsText("/local/out");
        environment.execute();

        StringBuilder lines = new StringBuilder();
        List<FileStatus> parts = files.list(hadoop.fileSystemUri() + "/local/out");
        for (FileStatus part : parts) {
            try (InputStream in = files.open(part.path())) {
                lines.append(new String(in.readAllBytes(), UTF_8));
            }
        }
        assertThat(lines.toString().lines()).containsExactlyInAnyOrder("to be or!", "not to be!");
        assertThat(blockSize(parts.get(0).path())).isEqualTo(2048);
    }

    @Test
    void functionsGetFilesOfHdfsByName(MiniHadoop hadoop) throws Exception {
        String path = hadoop.fileSystemUri() + "/local/cached/words";
        try (OutputStream out =
                new HadoopFileSystemFactory().open(hadoop.fileSystemUri()).create(path, true)) {
            out.write("to be".getBytes(UTF_8));
        }
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
        environment.registerCachedFile(path, "words");
        assertThat(environment.fromSequence(1, 4).map(new Words()).collect())
                .containsOnly("to be")
                .hasSize(4);
        environment.registerCachedFile(path + "-missing", "missing");
        assertThatThrownBy(() ->
                        environment.fromSequence(1, 4).map(new Words("missing")).collect())
                .hasMessageContaining("'missing', " + path + "-missing, cannot be fetched");
    }

    /** What stands in a file. */
    private static final class Words extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        private final String name;

        Words() {
            this("words");
        }

        Words(String name) {
            this.name = name;
        }

        @Override
        public String map(Long value) throws Exception {
            return Files.readString(
                    getRuntimeContext().getDistributedCache().getFile(name).toPath());
        }
    }

    private static long blockSize(String path) throws Exception {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path);
        try (org.apache.hadoop.fs.FileSystem files = org.apache.hadoop.fs.FileSystem.newInstance(
                file.toUri(), HadoopConfigurations.create(new Configuration()))) {
            return files.getFileStatus(file).getBlockSize();
        }
    }
}
