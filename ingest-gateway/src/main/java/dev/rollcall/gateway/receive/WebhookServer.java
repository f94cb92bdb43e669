package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.startup.SettingRefusedException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The public port: HTTP/1.1 on bare Netty, since a thread that waits for Kafka would cost two thirds of the throughput.
 * Serves {@code POST /webhooks/<source>} and nothing else.
 */
public final class WebhookServer {

    private static final int BACKLOG = 1024;

    private final ReceiveSettings settings;
    private final ConnectionServices services;
    private @Nullable EventLoopGroup eventLoops;
    private volatile @Nullable Channel listening;

    public WebhookServer(ReceiveSettings settings, Reception reception, IngestMetrics metrics, Clock clock) {
        this.settings = settings;
        BodyMemory memory = new BodyMemory(metrics, System::nanoTime);
        metrics.gauge(IngestMetric.UNFINISHED_BYTES, memory, BodyMemory::used);
        metrics.gauge(IngestMetric.CONNECTIONS_LIMIT, settings, ReceiveSettings::mostConnections);
        metrics.gauge(IngestMetric.PORT, this, WebhookServer::portOrNone);
        this.services = new ConnectionServices(
                reception,
                metrics,
                new OpenConnections(settings.mostConnections(), metrics, System::nanoTime),
                memory,
                new AnswerWriter(clock),
                settings.deadlines());
    }

    /**
     * Listens.
     *
     * @throws SettingRefusedException when the address cannot be listened on
     */
    public void start() throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(settings.threadCount(), NioIoHandler.newFactory());
        eventLoops = loops;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        StrictRequestDecoder decoder = new StrictRequestDecoder();
                        WebhookConnection connection = new WebhookConnection(services, channel, decoder);
                        channel.pipeline().addLast(new ByteGate(connection), decoder, connection);
                    }
                })
                .bind(new InetSocketAddress(settings.address(), settings.port()))
                .await();
        if (!bound.isSuccess()) {
            close();
            throw refused(bound.cause());
        }
        listening = bound.channel();
    }

    private int portOrNone() {
        Channel open = listening;
        return open != null && open.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    /** The port that is listened on. */
    public int port() {
        if (listening == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Where this machine reaches it.
     *
     * @param path such as {@code /webhooks/}
     */
    public URI at(String path) {
        int port = port();
        InetAddress bound = new InetSocketAddress(settings.address(), port).getAddress();
        InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        try {
            return new URI("http", null, address.getHostAddress(), port, path, null, null);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("an address that is listened on can be written", impossible);
        }
    }

    /**
     * Stops listening, answers the requests that have begun, closes all connections.
     *
     * @return whether every request was answered within that time
     */
    public boolean drain(Duration within) throws InterruptedException {
        if (listening != null) {
            listening.close().await();
        }
        return services.connections().drain(within);
    }

    /** Ends the threads. Answers to later acknowledgements have nowhere to go. */
    public void close() throws InterruptedException {
        if (eventLoops != null) {
            eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await();
        }
    }

    private SettingRefusedException refused(Throwable cause) {
        return cause instanceof java.nio.channels.UnresolvedAddressException
                ? new SettingRefusedException(
                        "ROLLCALL_GATEWAY_ADDRESS",
                        "is " + settings.address() + ", which cannot be resolved",
                        "write an address of this machine, or 0.0.0.0 for all")
                : new SettingRefusedException(
                        "ROLLCALL_GATEWAY_PORT",
                        "is " + settings.port() + ", which cannot be listened on at " + settings.address() + " ("
                                + cause.getMessage() + ")",
                        "stop what uses the port, or write another one");
    }
}
