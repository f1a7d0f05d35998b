package io.weir.examples.streaming;

import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.Totals;
import io.weir.examples.util.Transfer;
import io.weir.examples.util.TransferSource;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.ProcessWindowFunction;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.WatermarkStrategy;
import io.weir.util.ParameterTool;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;

/**
 * Keeps the accounts of a bank for a day: none of the transfers may be lost, none may be booked twice, whatever fails
 * meanwhile. A source that knows its offsets, state and timers of each account, windows, and files that hold each line
 * exactly once; which lines there are does not depend on what came in which order, so that two runs can be compared.
 *
 * <pre>
 * Ledger --output DIRECTORY [--transfers N] [--accounts N] [--rate PER_SECOND] [--work MICROSECONDS]
 * </pre>
 *
 * Without the others there are 100,000 transfers of 100 accounts, as fast as can be. With {@code --work}, booking a
 * transfer takes that long, which makes the source wait. Results are lines {@code hour,account,begin,transfers,sum},
 * {@code statement,account,time,transfers,balance} each six hours, and at midnight {@code
 * state,account,transfers,balance,digest}: what the state of an account has counted, and a number that hardly any other
 * set of transfers would have given.
 */
public final class Ledger {
    private static final long TRANSFERS = 100_000;
    private static final int ACCOUNTS = 100;
    private static final long CHECKPOINT_MILLIS = 1_000;

    private Ledger() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters =
                ParameterTool.fromArgs(args).requireOnly("output", "transfers", "accounts", "rate", "work");
        TransferSource source = new TransferSource(
                parameters.getLong("transfers", TRANSFERS),
                parameters.getInt("accounts", ACCOUNTS),
                parameters.getLong("rate", 0));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
            env.enableCheckpointing(CHECKPOINT_MILLIS);
        }
        DataStream<Transfer> transfers = env.fromSource(
                        source, WatermarkStrategy.forMonotonousTimestamps(), "Transfers")
                .uid("transfers");
        DataStream<String> hours = transfers
                .keyBy(Transfer::account)
                .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
                .aggregate(new Sum(), new Hour())
                .name("Hours")
                .uid("hours");
        DataStream<String> accounts = transfers
                .keyBy(Transfer::account)
                .process(new Account(parameters.getLong("work", 0)))
                .name("Accounts")
                .uid("accounts");
        hours.union(accounts)
                .sinkTo(FileSink.forRowFormat(parameters.getRequired("output"), new SimpleStringEncoder<String>())
                        .withBucketAssigner(new BasePathBucketAssigner<>())
                        .build())
                .name("Lines")
                .uid("lines");
        env.execute("Ledger");
    }

    /** Adds transfers up. Stateless. */
    private static final class Sum implements AggregateFunction<Transfer, Totals, Totals> {
        private static final long serialVersionUID = 1L;

        @Override
        public Totals createAccumulator() {
            return Totals.NONE;
        }

        @Override
        public Totals add(Transfer transfer, Totals totals) {
            return totals.plus(transfer);
        }

        @Override
        public Totals getResult(Totals totals) {
            return totals;
        }

        @Override
        public Totals merge(Totals first, Totals second) {
            return first.plus(second);
        }
    }

    /** Says whose hour it was. Stateless. */
    private static final class Hour extends ProcessWindowFunction<Totals, String, Integer, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(Integer account, Context context, Iterable<Totals> totals, Collector<String> out) {
            Totals hour = totals.iterator().next();
            out.collect("hour," + account + "," + context.window().getStart() + "," + hour.count() + "," + hour.sum());
        }
    }

    /**
     * Keeps an account. A transfer is added to what its part of the day has brought, and that to the account when the part
     * is over: transfers of the next part may come before. Each instance has its own.
     */
    static final class Account extends KeyedProcessFunction<Integer, Transfer, String> {
        private static final long serialVersionUID = 1L;
        private static final long PART = Duration.ofHours(6).toMillis();
        private static final long MIDNIGHT = Duration.ofDays(1).toMillis();

        private final long workMicros;
        private transient ValueState<Totals> booked;
        private transient MapState<Long, Totals> parts;

        Account(long workMicros) {
            this.workMicros = workMicros;
        }

        @Override
        public void open(OpenContext openContext) {
            booked = getRuntimeContext().getState(new ValueStateDescriptor<>("booked", Totals.class));
            parts = getRuntimeContext().getMapState(new MapStateDescriptor<>("parts", Long.class, Totals.class));
        }

        @Override
        public void processElement(Transfer transfer, Context context, Collector<String> out) throws Exception {
            work();
            long end = (context.timestamp() / PART + 1) * PART;
            Totals part = parts.get(end);
            if (part == null) {
                context.timerService().registerEventTimeTimer(end);
                context.timerService().registerEventTimeTimer(MIDNIGHT);
            }
            parts.put(end, (part == null ? Totals.NONE : part).plus(transfer));
        }

        /** Takes as long as it was told to. */
        private void work() {
            if (workMicros > 0) {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < workMicros * 1_000) {
                    Thread.onSpinWait();
                }
            }
        }

        @Override
        public void onTimer(long time, OnTimerContext context, Collector<String> out) throws Exception {
            Totals part = parts.get(time);
            Totals before = booked.value() == null ? Totals.NONE : booked.value();
            Totals now = before.plus(part == null ? Totals.NONE : part);
            parts.remove(time);
            booked.update(now);
            String counts = "," + now.count() + "," + now.sum();
            int account = context.getCurrentKey();
            if (time < MIDNIGHT) {
                out.collect("statement," + account + "," + time + counts);
            } else {
                out.collect("state," + account + counts + "," + now.digest());
            }
        }
    }
}
