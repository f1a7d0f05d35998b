package io.weir.hdfs.mapred;

import io.weir.connector.format.InputFormat;
import io.weir.hdfs.HadoopSplit;
import io.weir.hdfs.Writables;
import io.weir.tuple.Tuple2;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Reads with an input format of Hadoop's {@code mapred} interface: keys and values as pairs. The task's thread owns it.
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
    private transient JobConf read;
    private transient RecordReader<K, V> reader;
    private transient Tuple2<K, V> next;
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
            org.apache.hadoop.mapred.InputFormat<K, V> format, Class<K> keyType, Class<V> valueType, JobConf job)
            throws IOException {
        this.format = format.getClass().getName();
        this.keyType = keyType;
        this.valueType = valueType;
        this.configuration = Writables.bytesOf(job);
    }

    @Override
    public TypeInformation<Tuple2<K, V>> getProducedType() {
        return Types.TUPLE(TypeInformation.of(keyType), TypeInformation.of(valueType));
    }

    private JobConf configuration() {
        if (read == null) {
            read = Writables.configuration(new JobConf(false), configuration);
        }
        return read;
    }

    @SuppressWarnings("unchecked") // the class of the format that was given
    private org.apache.hadoop.mapred.InputFormat<K, V> format() throws IOException {
        return (org.apache.hadoop.mapred.InputFormat<K, V>) Writables.newInstance(format, configuration());
    }

    @Override
    public HadoopSplit[] createInputSplits(int minNumSplits) throws IOException {
        InputSplit[] splits = format().getSplits(configuration(), minNumSplits);
        HadoopSplit[] all = new HadoopSplit[splits.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new HadoopSplit(
                    i,
                    Writables.hosts(splits[i].getLocations()),
                    splits[i].getClass().getName(),
                    Writables.bytesOf(splits[i]));
        }
        return all;
    }

    @Override
    public void open(HadoopSplit split) throws IOException {
        InputSplit own =
                Writables.read((InputSplit) Writables.newInstance(split.type(), configuration()), split.bytes());
        reader = format().getRecordReader(own, configuration(), Reporter.NULL);
        next = null;
        ended = false;
    }

    @Override
    public boolean reachedEnd() throws IOException {
        if (next == null && !ended) {
            K key = reader.createKey();
            V value = reader.createValue();
            ended = !reader.next(key, value);
            next = ended ? null : Tuple2.of(key, value);
        }
        return ended;
    }

    @Override
    public Tuple2<K, V> nextRecord(Tuple2<K, V> reuse) throws IOException {
        if (reachedEnd()) {
            return null;
        }
        Tuple2<K, V> record = next;
        next = null;
        return record;
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
