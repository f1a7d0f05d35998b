package io.weir.hdfs.mapreduce;

import io.weir.connector.format.InputFormat;
import io.weir.hdfs.HadoopSplit;
import io.weir.hdfs.Writables;
import io.weir.tuple.Tuple2;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/**
 * Reads with an input format of Hadoop's {@code mapreduce} interface: keys and values as pairs. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class HadoopInputFormat<K, V>
        implements InputFormat<Tuple2<K, V>, HadoopSplit>, ResultTypeQueryable<Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;

    private final String format;
    private final Class<K> keyType;
    private final Class<V> valueType;
    private final byte[] configuration;
    private transient Configuration read;
    private transient RecordReader<K, V> reader;
    private transient boolean fetched;
    private transient boolean ended;

    /**
     * Creates it.
     *
     * @param format reads
     * @param keyType the class of the keys
     * @param valueType the class of the values
     * @param job what the format is to read, and how
     * @throws IOException if the configuration of the job cannot be written
     */
    public HadoopInputFormat(
            org.apache.hadoop.mapreduce.InputFormat<K, V> format, Class<K> keyType, Class<V> valueType, Job job)
            throws IOException {
        this.format = format.getClass().getName();
        this.keyType = keyType;
        this.valueType = valueType;
        this.configuration = Writables.bytesOf(job.getConfiguration());
    }

    @Override
    public TypeInformation<Tuple2<K, V>> getProducedType() {
        return Types.TUPLE(TypeInformation.of(keyType), TypeInformation.of(valueType));
    }

    private Configuration configuration() {
        if (read == null) {
            read = Writables.configuration(new Configuration(false), configuration);
        }
        return read;
    }

    @SuppressWarnings("unchecked") // the class of the format that was given
    private org.apache.hadoop.mapreduce.InputFormat<K, V> format() throws IOException {
        return (org.apache.hadoop.mapreduce.InputFormat<K, V>) Writables.newInstance(format, configuration());
    }

    @Override
    public HadoopSplit[] createInputSplits(int minNumSplits) throws IOException {
        try {
            List<InputSplit> splits = format().getSplits(new JobContextImpl(configuration(), new JobID()));
            HadoopSplit[] all = new HadoopSplit[splits.size()];
            for (int i = 0; i < all.length; i++) {
                InputSplit split = splits.get(i);
                if (!(split instanceof Writable writable)) {
                    throw new IOException("the splits of " + format + " are no Writables");
                }
                all[i] = new HadoopSplit(
                        i,
                        Writables.hosts(split.getLocations()),
                        split.getClass().getName(),
                        Writables.bytesOf(writable));
            }
            return all;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", cause);
    }

    @Override
    public void open(HadoopSplit split) throws IOException {
        TaskAttemptContext context = new TaskAttemptContextImpl(configuration(), new TaskAttemptID());
        InputSplit own = (InputSplit)
                Writables.read((Writable) Writables.newInstance(split.type(), configuration()), split.bytes());
        try {
            reader = format().createRecordReader(own, context);
            reader.initialize(own, context);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        fetched = false;
        ended = false;
    }

    @Override
    public boolean reachedEnd() throws IOException {
        if (!fetched) {
            try {
                ended = !reader.nextKeyValue();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            fetched = true;
        }
        return ended;
    }

    /** Hadoop's readers fill the same objects again and again: what is passed on is a copy. */
    @Override
    public Tuple2<K, V> nextRecord(Tuple2<K, V> reuse) throws IOException {
        if (reachedEnd()) {
            return null;
        }
        fetched = false;
        try {
            return Tuple2.of(
                    Writables.copy(reader.getCurrentKey(), configuration()),
                    Writables.copy(reader.getCurrentValue(), configuration()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            RecordReader<K, V> open = reader;
            reader = null;
            open.close();
        }
    }

    @Override
    public String toString() {
        return format;
    }
}
