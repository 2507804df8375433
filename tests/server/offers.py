"""An offer as a Chromium page writes it (shortened), and candidates of every kind."""

_TRANSPORT = f"""\
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:kF3x
a=ice-pwd:{"p" * 24}
a=ice-options:trickle
a=fingerprint:sha-256 {":".join(["AB"] * 32)}
a=setup:actpass
"""

BROWSER = f"""\
v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2
a=extmap-allow-mixed
a=msid-semantic: WMS stream
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0 8 13
{_TRANSPORT}a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendrecv
a=msid:stream microphone
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:13 CN/8000
a=ssrc:1844 cname:caller
a=ssrc:1844 msid:stream microphone
m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104
{_TRANSPORT}a=mid:1
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=recvonly
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:103 H264/90000
a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
a=rtpmap:104 rtx/90000
a=fmtp:104 apt=103
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
{_TRANSPORT}a=mid:2
a=sctp-port:5000
a=max-message-size:262144
""".replace("\n", "\r\n")

CANDIDATES = [
    f"a=candidate:{line} generation 0 network-cost 999\r\n"
    for line in (
        "1 1 udp 2122260223 8.8.4.4 50001 typ srflx raddr 192.168.0.7 rport 50001",
        "2 1 udp 2122260223 2001:4860:4860::8888 50002 typ host",
        "3 1 udp 2122260223 192.168.0.7 50003 typ host",
        "4 1 udp 2122260223 100.64.1.1 50004 typ host",
        "5 1 udp 2122260223 fe80::1 50005 typ host",
        "6 1 udp 2122260223 fd00::7 50006 typ host",
        "7 1 udp 2122260223 127.0.0.1 50007 typ host",
        "8 1 udp 2122260223 ::1 50008 typ host",
        "9 1 udp 2122260223 4f8c9b0e-1f2a-4f0e-9d46-3d0f2f6f1f10.local 50009 typ host",
        "10 1 tcp 1518280447 8.8.4.4 9 typ host tcptype active",
        "11 2 udp 2122260223 8.8.4.4 50011 typ host",
        "12 1 udp 2122260223 0.0.0.0 50012 typ host",
        "13 1 udp 2122260223 inner.example 50013 typ host",
        "14 1 udp 2122260223 8.8.4.4 0 typ host",
        "15 1 udp 2122260223 8.8.4.4 50015 typ odd",
    )
]
