package io.weir.hdfs;

import io.weir.hdfs.mapred.HadoopInputFormat;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.Job;

/**
 * Makes inputs of Hadoop's input formats, for {@code createInput}:
 *
 * <pre>{@code
 * env.createInput(HadoopInputs.readSequenceFile(LongWritable.class, Text.class, "hdfs:///events"))
 *         .map(pair -> pair.f1.toString());
 * }</pre>
 *
 * <p>Programs that use it bring this module and Hadoop's client along. Stateless.
 */
public final class HadoopInputs {
    private HadoopInputs() {}

    private static Configuration environment() {
        return HadoopConfigurations.create(new io.weir.configuration.Configuration());
    }

    /**
     * Reads files with a format of the {@code mapred} interface, as Hadoop's configuration of the environment says.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param path the files
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if Hadoop refuses the path
     */
    public static <K, V> HadoopInputFormat<K, V> readHadoopFile(
            org.apache.hadoop.mapred.FileInputFormat<K, V> format, Class<K> keyType, Class<V> valueType, String path)
            throws IOException {
        return readHadoopFile(format, keyType, valueType, path, new JobConf(environment()));
    }

    /**
     * Reads files with a format of the {@code mapred} interface.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param path the files, besides those that the job names
     * @param job how
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if Hadoop refuses the path
     */
    public static <K, V> HadoopInputFormat<K, V> readHadoopFile(
            org.apache.hadoop.mapred.FileInputFormat<K, V> format,
            Class<K> keyType,
            Class<V> valueType,
            String path,
            JobConf job)
            throws IOException {
        org.apache.hadoop.mapred.FileInputFormat.addInputPath(job, new Path(path));
        return createHadoopInput(format, keyType, valueType, job);
    }

    /**
     * Reads sequence files.
     *
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param path the files
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if Hadoop refuses the path
     */
    public static <K, V> HadoopInputFormat<K, V> readSequenceFile(Class<K> keyType, Class<V> valueType, String path)
            throws IOException {
        return readHadoopFile(new SequenceFileInputFormat<>(), keyType, valueType, path);
    }

    /**
     * Reads with a format of the {@code mapred} interface.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param job what, and how
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if the job cannot be written
     */
    public static <K, V> HadoopInputFormat<K, V> createHadoopInput(
            org.apache.hadoop.mapred.InputFormat<K, V> format, Class<K> keyType, Class<V> valueType, JobConf job)
            throws IOException {
        return new HadoopInputFormat<>(format, keyType, valueType, job);
    }

    /**
     * Reads files with a format of the {@code mapreduce} interface, as Hadoop's configuration of the environment says.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param path the files
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if Hadoop refuses the path
     */
    public static <K, V> io.weir.hdfs.mapreduce.HadoopInputFormat<K, V> readHadoopFile(
            org.apache.hadoop.mapreduce.lib.input.FileInputFormat<K, V> format,
            Class<K> keyType,
            Class<V> valueType,
            String path)
            throws IOException {
        return readHadoopFile(format, keyType, valueType, path, Job.getInstance(environment()));
    }

    /**
     * Reads files with a format of the {@code mapreduce} interface.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param path the files, besides those that the job names
     * @param job how
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if Hadoop refuses the path
     */
    public static <K, V> io.weir.hdfs.mapreduce.HadoopInputFormat<K, V> readHadoopFile(
            org.apache.hadoop.mapreduce.lib.input.FileInputFormat<K, V> format,
            Class<K> keyType,
            Class<V> valueType,
            String path,
            Job job)
            throws IOException {
        org.apache.hadoop.mapreduce.lib.input.FileInputFormat.addInputPath(job, new Path(path));
        return createHadoopInput(format, keyType, valueType, job);
    }

    /**
     * Reads with a format of the {@code mapreduce} interface.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param job what, and how
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the input
     * @throws IOException if the job cannot be written
     */
    public static <K, V> io.weir.hdfs.mapreduce.HadoopInputFormat<K, V> createHadoopInput(
            org.apache.hadoop.mapreduce.InputFormat<K, V> format, Class<K> keyType, Class<V> valueType, Job job)
            throws IOException {
        return new io.weir.hdfs.mapreduce.HadoopInputFormat<>(format, keyType, valueType, job);
    }
}
