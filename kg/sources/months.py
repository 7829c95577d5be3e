"""The names of months and weekdays. Made from CLDR 47 by scripts/months.py: do not edit.

30 languages: ar bg ca cs da de el en es et fi fr hr hu id is it lt lv nb nl pl pt ro ru sk sl sv tr uk.
Without accents, marks and dots, in lower case. Source: https://cldr.unicode.org, by way of Babel.
"""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janeiro janner januar januara januari january janv "
    "janvaris janvier led leden ledna oca ocak saus sausio sausis sij sijecanj sijecnja sty styczen stycznia "
    "tammi tammikuu tammikuuta ιαν ιανουαριοσ ιανουαριου січ січень січня янв январь января яну януари يناير",
    "feb febbraio feber febr febrer febrero februar februara februari februarie februaris february fev fevereiro "
    "fevr fevrier helmi helmikuu helmikuuta lut lutego luty sub subat uno unor unora vas vasario vasaris veebr "
    "veebruar velj veljaca veljace φεβ φεβρουαριοσ φεβρουαριου лют лютии лютого фев февр февраль февраля февруари "
    "فبراير",
    "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mar marc marca march marcius marco marec "
    "maret mars mart martie marts marz marzec marzo mrt mrz ozu ozujak ozujka μαρ μαρτιοσ μαρτιου бер березень "
    "березня мар март марта مارس",
    "abr abril apr april aprila aprile aprilie aprilis aprill avr avril bal balandis balandzio dub duben dubna "
    "huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan tra travanj travnja απρ απριλιοσ απριλιου апр "
    "апрель апреля април квіт квітень квітня ابريل",
    "geg geguze geguzes kve kveten kvetna mag maggio mai maig maijs maio maj maja majus may mayis mayo mei svi "
    "svibanj svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мая трав травень травня مايو",
    "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec giu giugno haz haziran iun iunie juin jun juna "
    "june junho juni junij junijs junio junius juny juuni kesa kesakuu kesakuuta lipanj lipnja ιουν ιουνιοσ "
    "ιουνιου июн июнь июня черв червень червня юни يونيو",
    "cervence cervenec cvc heina heinakuu heinakuuta iul iulie juil juillet jul jula julho juli julij julijs "
    "julio juliol julius july juuli liep liepa liepos lipca lipiec lug luglio srpanj srpnja tem temmuz ιουλ "
    "ιουλιοσ ιουλιου июл июль июля лип липень липня юли يوليو",
    "ag ago agost agosto agu agust agustos agustus aout aug august augusta augusti augusts augustus augusztus avg "
    "avgust elo elokuu elokuuta kol kolovoz kolovoza rugp rugpjucio rugpjutis sie sierpien sierpnia srpen srpna "
    "αυγ αυγουστοσ αυγουστου авг август августа серп серпень серпня اغسطس",
    "eyl eylul rugs rugsejis rugsejo ruj rujan rujna sep sept september septembra septembre septembrie septembris "
    "septiembre set setembre setembro settembre syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar "
    "zari σεπ σεπτεμβριοσ σεπτεμβριου вер вересень вересня сент сентябрь сентября сеп септември سبتمبر",
    "eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober oktobra oktobris oktoober "
    "ott ottobre out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis οκτ οκτωβριοσ "
    "οκτωβριου жовт жовтень жовтня окт октомври октябрь октября اكتوبر",
    "kas kasim lapkr lapkricio lapkritis listopadu marras marraskuu marraskuuta noiembrie nov november novembra "
    "novembre novembris novembro noviembre stu studeni studenoga νοε νοεμβριοσ νοεμβριου лист листопад листопада "
    "ное ноември нояб ноябрь ноября نوفمبر",
    "ara aralik dec december decembra decembre decembrie decembris des desember desembre dets detsember dez "
    "dezember dezembro dic dicembre diciembre gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu "
    "joulukuuta pro prosinac prosinca prosince prosinec δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь "
    "декабря декември ديسمبر",
)
# names that are different months: language -> month
AMBIGUOUS_MONTHS: Final = {
    "lip": {"hr": 6, "pl": 7},
    "lis": {"cs": 11, "hr": 10, "pl": 11},
    "listopad": {"cs": 11, "hr": 10, "pl": 11},
    "listopada": {"hr": 10, "pl": 11},
    "srp": {"cs": 8, "hr": 7},
}
WEEKDAYS: Final = frozenset(
    (
        "an antradienis car carsamba cet cetrtek ceturtd ceturtdiena cetvrtak cmt cs csutortok ct ctvrtek cum "
        "cuma cumartesi czw czwartek dc dg di dienstag dijous dilluns dim dimanche dimarts dimecres dinsdag "
        "dissabte diumenge divendres dj dl do dom domenica domingo donderdag donnerstag ds dt dum duminica dv "
        "esmaspaev feira fim fimmtudagur fos fostudagur fr fre fredag freitag fri friday gio giovedi hetfo jeu "
        "jeudi joi jue jueves jum jumat kam kamis ke kedd keskiviikko keskiviikkona ketvirtadienis kolmapaev kt "
        "la lau lauantai lauantaina laugardagur laupaev lor lordag lun lundi lunedi lunes luni lør lørdag ma "
        "maanantai maanantaina maandag man mandag manudagur mar mardi martedi martes marti mer mercoledi mercredi "
        "mi mie miercoles miercuri min minggu mittwoch mið miðvikudagur mo mon monday montag ne ned nedela nedele "
        "nedelja nedjelja neljapaev niedz niedziela ons onsdag otrd otrdiena pa patek paz pazar pazartesi pe "
        "penktadienis pentek per perjantai perjantaina persembe pet petak petek pi piatek piatok piektd "
        "piektdiena pirmadienis pirmd pirmdiena pn po pon pondeli pondelok ponedeljek ponedjeljak poniedziałek pr "
        "pt puhapaev pzt qua quarta qui quinta rab rabu reede sa sab sabado sabato sabtu sal sali sam sambata "
        "samedi samstag sat saturday seg segunda sekmadienis sel selasa sen senin sestadienis sestd sestdiena sex "
        "sexta sk so sob sobota son sondag sonntag sr sre sreda sri srijeda sroda st streda stvrtok su sub subota "
        "sun sunday sunnudagur sunnuntai svetd svetdiena sze szerda szo szombat søn søndag teisipaev ter terca "
        "thu thur thurs thursday ti tiistai tiistaina tir tirs tirsdag tis tisdag to tor torek tors torsdag "
        "torstai torstaina tr treciadienis tresd tresdiena tue tues tuesday ut utery uto utorak utorok vasarnap "
        "ven vendredi venerdi vie viernes vin vineri vr vrijdag wed wednesday weds wo woensdag wt wtorek za "
        "zaterdag zo zondag þri þriðjudagur δευ δευτερα κυρ κυριακη παρ παρασκευη πεμ πεμπτη σαβ σαββατο τετ "
        "τεταρτη τρι τριτη воскресенье вс вт вторник вівторок нд неделя неділя пʼятниця петък пн понеделник "
        "понедельник понеділок пт пятница сб середа ср среда сряда суббота субота събота четвер четверг четвъртък "
        "чт الاثنين الاحد الاربعاء الثلاثاء الجمعة الخميس السبت"
    ).split()
)
