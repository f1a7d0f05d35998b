package io.weir.examples.streaming;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.GeneratedSource;
import io.weir.examples.util.Payment;
import io.weir.examples.util.Results;
import io.weir.time.WatermarkStrategy;
import io.weir.types.TypeInformation;
import io.weir.util.ParameterTool;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import java.time.Duration;

/**
 * Joins what people have earned and what they have spent within the same window of event time: each income with each
 * expense of the same person in the same window.
 *
 * <pre>
 * WindowJoin [--people PEOPLE] [--payments NUMBER] [--window MILLISECONDS] [--output DIRECTORY]
 * </pre>
 *
 * Five people have 1,000 incomes and as many expenses, one each 10 ms; the window is two seconds. Results are lines {@code
 * person,income,expense}.
 */
public final class WindowJoin {
    private static final int PEOPLE = 5;
    private static final int PAYMENTS = 1_000;
    private static final int WINDOW_MILLIS = 2_000;

    private WindowJoin() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("people", "payments", "window", "output");
        int people = parameters.getInt("people", PEOPLE);
        int payments = parameters.getInt("payments", PAYMENTS);
        Duration window = Duration.ofMillis(parameters.getInt("window", WINDOW_MILLIS));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> pairs = payments(env, "Incomes", () -> Payment.make(people, payments, Payment.INCOMES))
                .join(payments(env, "Expenses", () -> Payment.make(people, payments, Payment.EXPENSES)))
                .where(Payment::person)
                .equalTo(Payment::person)
                .window(TumblingEventTimeWindows.of(window))
                .apply((income, expense) -> income.person() + "," + income.amount() + "," + expense.amount());
        Results.to(pairs, parameters);
        env.execute("WindowJoin");
    }

    private static DataStream<Payment> payments(
            StreamExecutionEnvironment env, String name, GeneratedSource.Generator<Payment> generator) {
        return env.addSource(new GeneratedSource<>(generator), name, TypeInformation.of(Payment.class))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Payment>forMonotonousTimestamps()
                        .withTimestampAssigner((payment, timestamp) -> payment.time()));
    }
}
