package io.weir.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dataset.ExecutionEnvironment;
import io.weir.hdfs.mapreduce.HadoopInputFormat;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hadoop's own input formats over files in HDFS. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(180)
class HadoopInputsTest {
    private static final int FILES = 2;
    private static final int RECORDS = 5_000;

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(3);

    private static Configuration configuration(MiniHadoop hadoop) {
        Configuration configuration = HadoopConfigurations.create(new io.weir.configuration.Configuration());
        configuration.set("fs.defaultFS", hadoop.fileSystemUri());
        return configuration;
    }

    private static List<String> expected() {
        return LongStream.range(0, FILES * RECORDS)
                .mapToObj(number -> number + "=v" + number % 13)
                .sorted()
                .toList();
    }

    @Test
    void sequenceFilesAreRead(MiniHadoop hadoop) throws Exception {
        Configuration configuration = configuration(hadoop);
        String directory = hadoop.fileSystemUri() + "/hadoop-inputs/sequence";
        for (int file = 0; file < FILES; file++) {
            Path path = new Path(directory, "part-" + file);
            try (SequenceFile.Writer writer = SequenceFile.createWriter(
                    configuration,
                    SequenceFile.Writer.file(path),
                    SequenceFile.Writer.keyClass(LongWritable.class),
                    SequenceFile.Writer.valueClass(Text.class))) {
                for (long i = 0; i < RECORDS; i++) {
                    long number = (long) file * RECORDS + i;
                    writer.append(new LongWritable(number), new Text("v" + number % 13));
                }
            }
        }
        assertThat(environment
                        .createInput(HadoopInputs.readSequenceFile(LongWritable.class, Text.class, directory))
                        .map(pair -> pair.f0 + "=" + pair.f1)
                        .collect()
                        .stream()
                        .sorted())
                .isEqualTo(expected());
        // Small splits, so that each file is read from its middle too; and records that cross an exchange.
        Job job = Job.getInstance(configuration);
        FileInputFormat.setMaxInputSplitSize(job, 20_000);
        assertThat(environment
                        .createInput(HadoopInputs.readHadoopFile(
                                new SequenceFileInputFormat<>(), LongWritable.class, Text.class, directory, job))
                        .rebalance()
                        .map(pair -> pair.f0 + "=" + pair.f1)
                        .returns(Types.STRING)
                        .collect()
                        .stream()
                        .sorted())
                .isEqualTo(expected());
    }

    @Test
    void textIsRead(MiniHadoop hadoop) throws Exception {
        Configuration configuration = configuration(hadoop);
        String directory = hadoop.fileSystemUri() + "/hadoop-inputs/text";
        write(configuration, new Path(directory, "one"), "to be\nor not\n");
        write(configuration, new Path(directory, "two"), "to be");
        assertThat(environment
                        .createInput(HadoopInputs.readHadoopFile(
                                new TextInputFormat(), LongWritable.class, Text.class, directory))
                        .map(pair -> pair.f0 + ":" + pair.f1)
                        .collect())
                .containsExactlyInAnyOrder("0:to be", "6:or not", "0:to be");
        JobConf job = new JobConf(configuration);
        org.apache.hadoop.mapred.TextInputFormat format = new org.apache.hadoop.mapred.TextInputFormat();
        assertThat(environment
                        .createInput(HadoopInputs.readHadoopFile(
                                format, LongWritable.class, Text.class, directory + "/o*", job))
                        .map(pair -> pair.f0 + ":" + pair.f1)
                        .collect())
                .containsExactlyInAnyOrder("0:to be", "6:or not");
        assertThatThrownBy(() -> environment
                        .createInput(
                                HadoopInputs.readSequenceFile(LongWritable.class, Text.class, directory + "/missing"))
                        .count())
                .hasMessageContaining("/missing");
    }

    /** Hadoop's readers fill one object again and again; whoever gets records may keep them. */
    @Test
    void recordsCanBeKept(MiniHadoop hadoop) throws Exception {
        Configuration configuration = configuration(hadoop);
        String path = hadoop.fileSystemUri() + "/hadoop-inputs/kept";
        write(configuration, new Path(path), "a\nb\nc\n");
        HadoopInputFormat<LongWritable, Text> format =
                HadoopInputs.readHadoopFile(new TextInputFormat(), LongWritable.class, Text.class, path);
        format.open(format.createInputSplits(1)[0]);
        List<Tuple2<LongWritable, Text>> kept = new ArrayList<>();
        while (!format.reachedEnd()) {
            kept.add(format.nextRecord(null));
        }
        format.close();
        assertThat(kept)
                .containsExactly(
                        Tuple2.of(new LongWritable(0), new Text("a")),
                        Tuple2.of(new LongWritable(2), new Text("b")),
                        Tuple2.of(new LongWritable(4), new Text("c")));
    }

    private static void write(Configuration configuration, Path path, String text) throws IOException {
        try (FileSystem files = FileSystem.newInstance(path.toUri(), configuration);
                OutputStream out = files.create(path)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
