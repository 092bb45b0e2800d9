using System.Net;
using System.Net.Sockets;

namespace NlSql.Tests.Fakes;

/// <summary>
/// A port of this machine that leads to another while it is open. Closed, it refuses like a server that is not there, and what went through
/// it breaks off; nobody else takes the port meanwhile.
/// </summary>
public sealed class PortRelay : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly List<Socket> _connections = [];
    private Socket _door;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Begins closed.</summary>
    public PortRelay(int target)
    {
        _target = target;
        _door = Bind(0);
        Port = ((IPEndPoint)_door.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public void Open()
    {
        _door.Listen();
        _accepting = AcceptAsync(_door);
    }

    public async Task CloseAsync()
    {
        _door.Dispose();
        await _accepting;
        lock (_gate)
        {
            _connections.ForEach(connection => connection.Close(0));
            _connections.Clear();
        }

        _door = Bind(Port);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _door.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket door)
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await door.AcceptAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }

            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            lock (_gate)
            {
                _connections.AddRange([near, far]);
            }

            _ = JoinAsync(near, far);
        }
    }

    private async Task JoinAsync(Socket near, Socket far)
    {
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // The target refused.
        }

        near.Dispose();
        far.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[16384];
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                for (var sent = 0; sent < length;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // A side that breaks off breaks the other off, too.
            from.Close(0);
            to.Close(0);
        }
    }
}
