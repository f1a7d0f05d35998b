package io.weir.dataset;

import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.ThreadLocalRandom;

/** Numbers records of data sets, and takes samples of them. Stateless. */
public final class DataSetUtils {
    private DataSetUtils() {}

    /**
     * Counts the records of each instance.
     *
     * @param input the data set
     * @param <T> the type of the records
     * @return the number of each instance, from 0, and how many records it has
     */
    public static <T> DataSet<Tuple2<Integer, Long>> countElementsPerPartition(DataSet<T> input) {
        return input.mapPartition(new Numbering.Counting<T>()).name("Count of each instance");
    }

    /**
     * Numbers the records from 0 without gaps. The records of an instance come behind those of the one before, so that a
     * data set that is sorted over all instances is numbered in its order.
     *
     * @param input the data set
     * @param <T> the type of the records
     * @return the numbers and the records
     */
    public static <T> DataSet<Tuple2<Long, T>> zipWithIndex(DataSet<T> input) {
        // Both ways have to see the same records in the same instance.
        Operator<T> fixed = input.map(record -> record).returns(input.getType()).name("Instances");
        return fixed.map(new Numbering.Index<T>())
                .returns(zipped(input.getType()))
                .withBroadcastSet(countElementsPerPartition(fixed), Numbering.COUNTS)
                .name("Index");
    }

    /**
     * Gives each record a number of its own. There may be gaps between the numbers.
     *
     * @param input the data set
     * @param <T> the type of the records
     * @return the numbers and the records
     */
    public static <T> DataSet<Tuple2<Long, T>> zipWithUniqueId(DataSet<T> input) {
        return input.map(new Numbering.UniqueId<T>())
                .returns(zipped(input.getType()))
                .name("Unique id");
    }

    private static <T> TypeInformation<Tuple2<Long, T>> zipped(TypeInformation<T> type) {
        return Types.TUPLE(Types.LONG, type);
    }

    /**
     * Takes records at random, another choice in each run.
     *
     * @param input the data set
     * @param withReplacement whether a record may be taken several times
     * @param fraction how often each record is taken on average; without replacement 1 at most
     * @param <T> the type of the records
     * @return the sample, of about this fraction of the records
     */
    public static <T> DataSet<T> sample(DataSet<T> input, boolean withReplacement, double fraction) {
        return sample(
                input, withReplacement, fraction, ThreadLocalRandom.current().nextLong());
    }

    /**
     * Takes records at random.
     *
     * @param input the data set
     * @param withReplacement whether a record may be taken several times
     * @param fraction how often each record is taken on average; without replacement 1 at most
     * @param seed from which the choice follows, where instances get the same records in the same order
     * @param <T> the type of the records
     * @return the sample, of about this fraction of the records
     */
    public static <T> DataSet<T> sample(DataSet<T> input, boolean withReplacement, double fraction, long seed) {
        if (!(fraction >= 0) || !withReplacement && fraction > 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "sample() takes a fraction of at least 0" + (withReplacement ? "" : " and at most 1") + ", not "
                            + fraction + ".");
        }
        return input.flatMap(new Sampling.OfEach<>(withReplacement, fraction, seed, input.getType()))
                .returns(input.getType())
                .name("Sample");
    }

    /**
     * Takes a number of records at random, another choice in each run.
     *
     * @param input the data set
     * @param withReplacement whether a record may be taken several times
     * @param size how many
     * @param <T> the type of the records
     * @return the sample: as many records, or without replacement all of them if there are fewer
     */
    public static <T> DataSet<T> sampleWithSize(DataSet<T> input, boolean withReplacement, int size) {
        return sampleWithSize(
                input, withReplacement, size, ThreadLocalRandom.current().nextLong());
    }

    /**
     * Takes a number of records at random.
     *
     * @param input the data set
     * @param withReplacement whether a record may be taken several times
     * @param size how many
     * @param seed from which the choice follows, where instances get the same records in the same order
     * @param <T> the type of the records
     * @return the sample: as many records, or without replacement all of them if there are fewer
     */
    public static <T> DataSet<T> sampleWithSize(DataSet<T> input, boolean withReplacement, int size, long seed) {
        if (size < 0) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "sampleWithSize() takes at least 0 records, not " + size + ".");
        }
        // Each instance offers as many as may be wanted of it, with how many it has seen.
        TypeInformation<Tuple2<Long, T>> offered = Types.TUPLE(Types.LONG, input.getType());
        return input.mapPartition(new Sampling.OfInstance<>(withReplacement, size, seed, input.getType()))
                .returns(Types.LIST(offered))
                .name("Sample of each instance")
                .reduceGroup(new Sampling.OfAll<T>(withReplacement, size, seed))
                .returns(input.getType())
                .name("Sample");
    }
}
