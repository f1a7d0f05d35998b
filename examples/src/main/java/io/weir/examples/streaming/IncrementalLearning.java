package io.weir.examples.streaming;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.GeneratedSource;
import io.weir.examples.util.Measurement;
import io.weir.examples.util.Results;
import io.weir.examples.util.Sums;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.util.ParameterTool;

/**
 * Predicts what sensors should show while it still learns it: a stream of measurements trains one straight line per
 * sensor, piece by piece, and a second stream asks for predictions. Two keyed streams that are connected share the model.
 *
 * <pre>
 * IncrementalLearning [--sensors SENSORS] [--measurements NUMBER] [--questions NUMBER] [--output DIRECTORY]
 * </pre>
 *
 * There are five sensors, 10,000 measurements and 1,000 questions. A question that comes before its sensor has a model
 * waits for it. Results are lines {@code sensor,x,prediction,measurements of the model}.
 */
public final class IncrementalLearning {
    /** How many measurements make up a piece of a model. */
    static final int PIECE = 100;

    private static final int SENSORS = 5;
    private static final int MEASUREMENTS = 10_000;
    private static final int QUESTIONS = 1_000;

    private IncrementalLearning() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters =
                ParameterTool.fromArgs(args).requireOnly("sensors", "measurements", "questions", "output");
        int sensors = parameters.getInt("sensors", SENSORS);
        int measurements = parameters.getInt("measurements", MEASUREMENTS);
        int questions = parameters.getInt("questions", QUESTIONS);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        TypeInformation<Measurement> type = TypeInformation.of(Measurement.class);

        DataStream<Sums> pieces = env.addSource(
                        new GeneratedSource<>(() -> Measurement.take(sensors, measurements)), "Measurements", type)
                .keyBy(Measurement::sensor)
                .countWindow(PIECE)
                .aggregate(new AddUp())
                .name("Pieces of models");
        DataStream<String> predictions = env.addSource(
                        new GeneratedSource<>(() -> Measurement.take(sensors, questions)), "Questions", type)
                .connect(pieces)
                .keyBy(Measurement::sensor, Sums::sensor)
                .process(new Predict())
                .name("Predictions");
        Results.to(predictions, parameters);
        env.execute("IncrementalLearning");
    }

    /** Adds measurements of one sensor up. Stateless. */
    private static final class AddUp implements AggregateFunction<Measurement, Sums, Sums> {
        private static final long serialVersionUID = 1L;

        @Override
        public Sums createAccumulator() {
            return Sums.NONE;
        }

        @Override
        public Sums add(Measurement value, Sums accumulator) {
            return accumulator.plus(Sums.of(value));
        }

        @Override
        public Sums getResult(Sums accumulator) {
            return accumulator;
        }

        @Override
        public Sums merge(Sums first, Sums second) {
            return first.plus(second);
        }
    }

    /** Answers questions by what the sensor's model is at the time. Each instance has its own. */
    static final class Predict extends KeyedCoProcessFunction<Integer, Measurement, Sums, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Sums> model;
        private transient ListState<Measurement> waiting;

        @Override
        public void open(OpenContext openContext) {
            model = getRuntimeContext().getState(new ValueStateDescriptor<>("model", Sums.class));
            waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", Measurement.class));
        }

        @Override
        public void processElement1(Measurement question, Context context, Collector<String> out) throws Exception {
            if (model.value() == null) {
                waiting.add(question);
            } else {
                out.collect(answer(question, model.value()));
            }
        }

        @Override
        public void processElement2(Sums piece, Context context, Collector<String> out) throws Exception {
            Sums all = model.value() == null ? piece : model.value().plus(piece);
            model.update(all);
            for (Measurement question : waiting.get()) {
                out.collect(answer(question, all));
            }
            waiting.clear();
        }

        private static String answer(Measurement question, Sums model) {
            long prediction = Math.round(model.predict(question.x()));
            return question.sensor() + "," + question.x() + "," + prediction + "," + model.count();
        }
    }
}
